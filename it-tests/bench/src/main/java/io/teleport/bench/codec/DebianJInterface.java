package io.teleport.bench.codec;

import com.ericsson.otp.erlang.OtpErlangObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JInterface that Debian packages with Erlang. Its classes have the names of those of the other
 * JInterface, and so it must come first on the class path of a JVM of its own.
 *
 * @param jar the file, links resolved
 */
record DebianJInterface(Path jar) {

  private static final Path PACKAGED = Path.of("/usr/share/java/OtpErlang.jar");

  /** Erlang's directory of the library, which is where the package's link leads. */
  private static final Pattern DIRECTORY = Pattern.compile("jinterface-([0-9.]+)");

  /** Returns it if this machine has it. */
  static Optional<DebianJInterface> find() {
    try {
      return Files.exists(PACKAGED)
          ? Optional.of(new DebianJInterface(PACKAGED.toRealPath()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its version, which the file itself does not say. */
  String version() {
    Matcher matcher = DIRECTORY.matcher(jar.toString());
    return matcher.find() ? matcher.group(1) : jar.toString();
  }

  /** Returns a class path that begins with it. */
  String before(String classPath) {
    return jar + File.pathSeparator + classPath;
  }

  /**
   * Checks that this JVM has its classes from there.
   *
   * @throws IllegalStateException if not
   */
  void checkLoaded() throws IOException {
    try {
      Path loaded =
          Path.of(OtpErlangObject.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toRealPath();
      if (!loaded.equals(jar)) {
        throw new IllegalStateException(
            "JInterface was loaded from %s: expected %s".formatted(loaded, jar));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
