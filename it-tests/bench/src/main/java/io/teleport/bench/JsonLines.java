package io.teleport.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Writes results to a file, one JSON object a line, each as soon as it is known. Without a file it
 * does nothing.
 */
public final class JsonLines implements Closeable {

  private final ObjectMapper mapper = new ObjectMapper();
  private final Writer out;

  private JsonLines(Writer out) {
    this.out = out;
  }

  /**
   * Begins a file, and replaces the one that is there.
   *
   * @param file which; empty if nobody wants the results
   */
  public static JsonLines to(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return new JsonLines(Writer.nullWriter());
    }
    BufferedWriter out = Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8);
    return new JsonLines(out);
  }

  /** Writes an object: numbers, texts, booleans, and lists and maps of them. */
  public void write(Map<String, ?> object) throws IOException {
    out.write(mapper.writeValueAsString(object));
    out.write('\n');
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
