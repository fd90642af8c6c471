package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnClassesTest {

  @TempDir Path directory;

  @Test
  void theClassesOfAnArchiveAreLoadedAndWhatIsNoneIsLeftOut() throws Exception {
    Path archive = directory.resolve("an adapter.jar");
    try (OutputStream file = Files.newOutputStream(archive);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (String name :
          new String[] {
            "io/teleport/adapter/ra/OwnClasses.class",
            "io/teleport/engine/node/Watch.class",
            "io/teleport/NoSuchClass.class",
            "io/teleport/text.properties",
            "org/elsewhere/Elsewhere.class"
          }) {
        jar.putNextEntry(new JarEntry(name));
      }
    }
    URL url = URI.create("jar:" + archive.toUri() + "!/io/teleport/adapter/ra/A.class").toURL();

    assertThat(OwnClasses.load(url)).isEqualTo(2);
  }

  @Test
  void classesInADirectoryAreLeftAlone() throws Exception {
    assertThat(OwnClasses.load(directory.resolve("A.class").toUri().toURL())).isZero();
    assertThat(OwnClasses.load((URL) null)).isZero();
  }

  @Test
  void anArchiveThatIsNotThereLeavesTheClassesForLater() throws Exception {
    URI gone = URI.create("jar:" + directory.resolve("gone.jar").toUri() + "!/A.class");
    assertThat(OwnClasses.load(gone.toURL())).isZero();
  }
}
