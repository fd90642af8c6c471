package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.resource.spi.InvalidPropertyException;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
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
  void messagesAreAcknowledgedOnAcceptUnlessSaidOtherwise() throws Exception {
    spec.setName("orders");
    spec.validate();
    assertThat(spec.acknowledgement())
        .isEqualTo(new Acknowledgement(false, 5, Duration.ofSeconds(1)));
  }

  @Test
  void aBeanMayAcknowledgeOnReturn() throws Exception {
    spec.setName("orders");
    spec.setAcknowledge("on-return");
    spec.setRedeliveries(0);
    spec.setRedeliveryDelay("250ms");
    spec.validate();
    assertThat(spec.acknowledgement())
        .isEqualTo(new Acknowledgement(true, 0, Duration.ofMillis(250)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "on_return", "ON-RETURN", "auto"})
  void anAcknowledgementThatDoesNotExistIsRefused(String acknowledge) {
    spec.setName("orders");
    spec.setAcknowledge(acknowledge);
    assertThat(refusal())
        .hasMessage(
            "activation property 'acknowledge' has the value '%s'; allowed: on-accept, on-return",
            acknowledge);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(ints = {-1, 1001})
  void aNumberOfRedeliveriesOutOfRangeIsRefused(Integer redeliveries) {
    spec.setName("orders");
    spec.setRedeliveries(redeliveries);
    assertThat(refusal())
        .hasMessage(
            "activation property 'redeliveries' has the value '%s'; allowed: 0 to 1000",
            redeliveries);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "5", "2h", "61m", "-1s"})
  void aRedeliveryDelayThatIsNoneOrTooLongIsRefused(String delay) {
    spec.setName("orders");
    spec.setRedeliveryDelay(delay);
    assertThat(refusal())
        .hasMessageContaining("'redeliveryDelay' has the value '" + delay + "'")
        .hasMessageContaining("up to 3600s")
        .hasMessageContaining("500ms");
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
