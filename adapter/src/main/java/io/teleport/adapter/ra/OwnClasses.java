package io.teleport.adapter.ra;

import io.teleport.engine.observe.Log;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The classes of the resource adapter. All are loaded when it starts: Open Liberty deletes the
 * archive of an adapter that is removed while it still stops, and a class that is needed for the
 * first time then, such as one that logs something rare, could not be loaded any more.
 */
final class OwnClasses {

  private static final String PACKAGE = "io/teleport/";
  private static final String SUFFIX = ".class";

  private OwnClasses() {}

  /**
   * Loads the classes that are in the same archive as this one, without initializing them; those in
   * a directory are left alone. What cannot be loaded, since it needs something that is not there,
   * is left out.
   *
   * @return how many were loaded
   */
  static int load() {
    return load(OwnClasses.class.getResource("OwnClasses.class"));
  }

  /** Loads the classes of the archive that a URL leads into. */
  static int load(URL inArchive) {
    String text = inArchive == null ? "" : inArchive.toString();
    // The protocol before the file differs: "jar:" of the JDK, "wsjar:" of Open Liberty.
    int begin = text.indexOf("file:");
    int end = text.indexOf("!/");
    if (begin < 0 || end < begin) {
      return 0;
    }
    try (JarFile archive = new JarFile(Path.of(URI.create(text.substring(begin, end))).toFile())) {
      List<String> names =
          archive.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith(PACKAGE) && name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
              .toList();
      return (int) names.stream().filter(OwnClasses::load).count();
    } catch (IOException | IllegalArgumentException e) {
      Log.debug("TLP2011", "the classes of the adapter are loaded when they are needed: " + e);
      return 0;
    }
  }

  private static boolean load(String name) {
    try {
      Class.forName(name, false, OwnClasses.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      Log.debug("TLP2011", "the class " + name + " cannot be loaded: " + e);
      return false;
    }
  }
}
