package io.teleport.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.teleport.NodeName;
import io.teleport.ReplyTo;
import io.teleport.term.Atom;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFileTest {

  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path directory;

  private final StoredFile stored = new StoredFile();

  private record Caller(List<Object> answers) implements ReplyTo {
    @Override
    public NodeName node() {
      return NodeName.of("caller@host");
    }

    @Override
    public void reply(Object answer) {
      answers.add(answer);
    }
  }

  @Test
  void aCallerWhoAsksBeforeTheFileIsCompleteIsAnsweredWhenItIs() {
    Caller caller = new Caller(new ArrayList<>());
    assertThat(stored.digestOrWait(caller, 0)).isEmpty();
    stored.complete(3, SHA256_OF_ABC);
    assertThat(caller.answers()).hasSize(1);
    assertThat(((MapTerm) caller.answers().get(0)).get("size").map(Term::toString)).hasValue("3");
  }

  @Test
  void aCallerWhoAsksAfterwardsIsAnsweredAtOnce() {
    stored.complete(3, SHA256_OF_ABC);
    assertThat(stored.digestOrWait(new Caller(new ArrayList<>()), 0)).isPresent();
  }

  @Test
  void aCallerIsToldThatTheFileBrokeOff() {
    Caller caller = new Caller(new ArrayList<>());
    stored.digestOrWait(caller, 0);
    stored.fail("connection lost");
    assertThat(((Tuple) caller.answers().get(0)).get(0)).isEqualTo(Atom.ERROR);
  }

  @Test
  void aCallerWhoHasWaitedForTenMinutesIsForgotten() {
    stored.digestOrWait(new Caller(new ArrayList<>()), 0);
    assertThat(stored.isIdle(Duration.ofMinutes(9).toNanos())).isFalse();
    assertThat(stored.isIdle(Duration.ofMinutes(11).toNanos())).isTrue();
  }

  @Test
  void theBytesOfAFileThatIsArrivingAreCountedAndASecondOneOfTheNameIsRefused() throws IOException {
    try (DigestingFile file = DigestingFile.create(directory.resolve("a"))) {
      stored.arrives(file);
      file.write(ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)));
      assertThat(stored.arrived()).isEqualTo(3);
      assertThatIllegalStateException().isThrownBy(() -> stored.arrives(file));
      assertThat(file.sha256()).isEqualTo(SHA256_OF_ABC);
    }
  }
}
