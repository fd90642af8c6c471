package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.adapter.ra.UnknownNames.Unknown;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownNamesTest {

  @Test
  void settingsAreKnown() {
    assertThat(UnknownNames.among(Set.of("teleport.port", "teleport.sendQueue"))).isEmpty();
  }

  @Test
  void theNameOfTheConnectionFactoryIsKnown() {
    assertThat(UnknownNames.among(Set.of("teleport.jndi-name"))).isEmpty();
  }

  @Test
  void aMisspeltNameComesWithTheNearestSetting() {
    assertThat(UnknownNames.among(Set.of("teleport.sendTimout")))
        .containsExactly(new Unknown("teleport.sendTimout", "teleport.sendTimeout"));
  }

  @Test
  void aSettingInAnotherSpellingComesWithTheRightOne() {
    assertThat(UnknownNames.among(Set.of("teleport.send.timeout", "teleport.node-name")))
        .containsExactlyInAnyOrder(
            new Unknown("teleport.send.timeout", "teleport.sendTimeout"),
            new Unknown("teleport.node-name", "teleport.nodeName"));
  }

  @Test
  void aNameLikeNoSettingIsToldToo() {
    assertThat(UnknownNames.among(Set.of("teleport.enableTurboMode"))).hasSize(1);
  }

  @Test
  void namesOfApplicationsAreLeftAlone() {
    assertThat(UnknownNames.among(Set.of("teleport.demo.files"))).isEmpty();
  }
}
