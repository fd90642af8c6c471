package io.teleport.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @Test
  void lettersDigitsDotsHyphensAndUnderscoresAreAName() {
    assertThat(new FileName("f0-open_liberty-26.0.0.3.zip"))
        .hasToString("f0-open_liberty-26.0.0.3.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", ".hidden", "a/b", "../a", "a\\b", "a b", "a\0b", "C:x", "ä", "a\n"})
  void whatCouldLeaveTheDirectoryOrHideInItIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new FileName(text));
  }

  @Test
  void aNameOfMoreThanTwoHundredCharactersIsRefused() {
    assertThat(new FileName("a".repeat(200)).value()).hasSize(200);
    assertThatIllegalArgumentException().isThrownBy(() -> new FileName("a".repeat(201)));
  }
}
