package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeleportActivationSpecTest {

  private final TeleportActivationSpec spec = new TeleportActivationSpec();

  private InvalidPropertyException refusal() {
    return catchThrowableOfType(InvalidPropertyException.class, spec::validate);
  }

  @Test
  void aNameIsAllThatIsNeeded() {
    spec.setName("orders");
    assertThatCode(spec::validate).doesNotThrowAnyException();
    assertThat(spec.getConcurrency()).isEqualTo(8);
    assertThat(spec.getBatchSize()).isEqualTo(64);
  }

  @Test
  void aMissingNameIsNamed() {
    InvalidPropertyException refusal = refusal();
    assertThat(refusal).hasMessageContaining("'name'").hasMessageContaining("required");
    assertThat(refusal.getInvalidPropertyDescriptors())
        .extracting(PropertyDescriptor::getName)
        .containsExactly("name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb"})
  void aNameThatCannotBeRegisteredIsRefused(String name) {
    spec.setName(name);
    assertThat(refusal()).hasMessageContaining("'name'");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1025})
  void aConcurrencyOutOfRangeIsRefused(int concurrency) {
    spec.setName("orders");
    spec.setConcurrency(concurrency);
    assertThat(refusal())
        .hasMessageContaining("'concurrency' has the value '" + concurrency + "'")
        .hasMessageContaining("1 to 1024");
  }

  @Test
  void allWrongPropertiesAreNamedAtOnce() {
    spec.setConcurrency(0);
    spec.setBatchSize(null);
    assertThat(Arrays.stream(refusal().getInvalidPropertyDescriptors()))
        .extracting(PropertyDescriptor::getName)
        .containsExactly("name", "concurrency", "batchSize");
  }
}
