package io.teleport.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What was measured: the versions that every workload has in common. */
public final class Versions {

  /** The system property in which {@code bench.sh} says what was built. */
  static final String COMMIT = "bench.commit";

  private static final String BUILD = "/teleport-bench.properties";

  private Versions() {}

  /** Returns the versions of Teleport and of Java by name, to which others may be added. */
  public static Map<String, String> here() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("teleport", teleport());
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  /** Returns the version of this build, and the commit that it was built from if that is known. */
  public static String teleport() {
    String commit = System.getProperty(COMMIT, "");
    return commit.isBlank() ? built() : "%s (%s)".formatted(built(), commit);
  }

  private static String built() {
    Properties build = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(BUILD)) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILD, e);
    }
    return build.getProperty("version");
  }
}
