package io.teleport.rar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two variants of the resource adapter archive carry, and what they must not. */
class ArchiveContentIT {
  private static final String MAIN = "rar";
  private static final String STANDALONE = "rar.standalone";

  @Test
  void theArchiveCarriesTheAdapterWithoutTheApi() throws IOException {
    assertThat(jars(MAIN))
        .contains("teleport-adapter.jar", "tls-channel.jar")
        .doesNotContain("teleport-api.jar");
  }

  @Test
  void theStandaloneArchiveCarriesTheApiToo() throws IOException {
    assertThat(jars(STANDALONE)).contains("teleport-adapter.jar", "teleport-api.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, STANDALONE})
  void eachVariantHasTheDeploymentDescriptor(String variant) throws IOException {
    try (ZipFile archive = open(variant)) {
      assertThat(archive.getEntry("META-INF/ra.xml")).isNotNull();
    }
  }

  @Test
  void theVariantsDifferInTheApiOnly() throws IOException {
    assertThat(jars(STANDALONE))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(jars(MAIN).stream(), Stream.of("teleport-api.jar")).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, STANDALONE})
  void noVariantCarriesWhatTheContainerHas(String variant) throws IOException {
    assertThat(classes(variant))
        .isNotEmpty()
        .noneMatch(name -> name.startsWith("jakarta/") || name.startsWith("org/eclipse/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, STANDALONE})
  void noVariantCarriesAClassTwice(String variant) throws IOException {
    assertThat(classes(variant)).doesNotHaveDuplicates();
  }

  /**
   * Servers keep extracted copies of nested jars and recognise them by their names: without a
   * version a new release would run with the classes of the one before.
   */
  @ParameterizedTest
  @ValueSource(strings = {MAIN, STANDALONE})
  void theNamesOfNestedJarsHaveTheVersion(String variant) throws IOException {
    try (ZipFile archive = open(variant)) {
      assertThat(archive.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".jar")))
          .isNotEmpty()
          .allMatch(name -> name.matches("[a-z-]+-\\d+\\.\\d+\\.\\d+.*\\.jar"));
    }
  }

  /** Returns the names of the nested jars, without their versions. */
  private static List<String> jars(String variant) throws IOException {
    try (ZipFile archive = open(variant)) {
      return archive.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".jar"))
          .map(name -> name.replaceFirst("-\\d.*\\.jar$", ".jar"))
          .toList();
    }
  }

  private static List<String> classes(String variant) throws IOException {
    try (ZipFile archive = open(variant)) {
      return archive.stream()
          .filter(entry -> entry.getName().endsWith(".jar"))
          .flatMap(entry -> classesIn(archive, entry).stream())
          .toList();
    }
  }

  private static List<String> classesIn(ZipFile archive, ZipEntry jar) {
    try (ZipInputStream entries = new ZipInputStream(archive.getInputStream(jar))) {
      Stream.Builder<String> names = Stream.builder();
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        names.add(entry.getName());
      }
      return names
          .build()
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZipFile open(String variant) throws IOException {
    return new ZipFile(Path.of(System.getProperty(variant)).toFile());
  }
}
