package io.teleport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VersionsTest {

  @AfterEach
  void forgetTheCommit() {
    System.clearProperty(Versions.COMMIT);
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Versions.teleport()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void theCommitStandsBehindTheVersionWhereItIsKnown() {
    System.setProperty(Versions.COMMIT, "0123abc-dirty");
    assertThat(Versions.here().get("teleport")).endsWith(" (0123abc-dirty)");
  }

  @Test
  void javaIsTheOneThatRuns() {
    assertThat(Versions.here()).containsEntry("java", Runtime.version().toString());
  }
}
