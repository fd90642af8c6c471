package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.demo.runner.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A message that no buffer holds, and servers that have had traffic and are stopped. */
class LargeFileAndStopIT {

  private static final String SMALL_JVM = "-Xmx256m -XX:MaxDirectMemorySize=256m";
  private static final long SIZE = 352L << 20;
  private static final int BLOCK = 1 << 20;

  @Test
  void aFileLargerThanTheReceiversMemoryArrivesIntactAndBothServersThenQuiesceAtOnce()
      throws Exception {
    SourceFile file = SourceFile.read(randomFile(), 0);
    try (TestServers servers = TestServers.create("large")) {
      servers.alpha().start("");
      servers.beta().start(SMALL_JVM);
      servers.alpha().awaitApplication();
      servers.beta().awaitApplication();

      Map<String, String> sent =
          servers
              .alpha()
              .client()
              .post(
                  "/send",
                  Map.of(
                      "node", servers.beta().node().name(),
                      "name", "large",
                      "file", file.path().toString()));
      assertThat(sent)
          .containsEntry("size", Long.toString(SIZE))
          .containsEntry("sha256", file.sha256());

      servers.beta().stop();
      servers.alpha().stop();
      assertQuiesced(new ServerLog(servers.beta()).lines());
      assertQuiesced(new ServerLog(servers.alpha()).lines());
    } finally {
      Files.deleteIfExists(file.path());
    }
  }

  /**
   * CWWKE1101I: quiesce complete; CWWKE1102W, CWWKE1107W: not within 30 seconds, by whose fault.
   */
  private static void assertQuiesced(List<String> log) {
    assertThat(log).anyMatch(line -> line.contains("CWWKE1101I"));
    assertThat(log).noneMatch(line -> line.contains("CWWKE1102W") || line.contains("CWWKE1107W"));
    assertThat(log).anyMatch(line -> line.contains("TLP2002"));
  }

  private static Path randomFile() throws IOException {
    Path path = Files.createDirectories(TestServers.directory("large")).resolve("random.bin");
    byte[] block = new byte[BLOCK];
    Random random = new Random(SIZE);
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (long written = 0; written < SIZE; written += BLOCK) {
        random.nextBytes(block);
        ByteBuffer buffer = ByteBuffer.wrap(block);
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
    }
    return path;
  }
}
