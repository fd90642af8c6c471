package io.teleport.adapter.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.BackpressureException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.SendOptions;
import io.teleport.TeleportConnection;
import io.teleport.TransactionRolledBackException;
import io.teleport.adapter.Eventually;
import io.teleport.adapter.TestServer;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Binary;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ManagedConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent in a transaction, driven by a container as the connector architecture has it. */
@Timeout(60)
class SendTransactionTest {

  @TempDir Path directory;

  private final BlockingQueue<Term> received = new LinkedBlockingQueue<>();
  private TestServer alpha;
  private TestServer beta;
  private ManagedConnection managed;
  private LocalTransaction transaction;

  @BeforeEach
  void start() throws ResourceException {
    List<TestServer> both = TestServer.startTwo();
    alpha = both.get(0);
    beta = both.get(1);
    beta.listen("orders", message -> received.add(Terms.detached(message.payload())));
    managed = alpha.managedFactory().createManagedConnection(null, null);
    transaction = managed.getLocalTransaction();
  }

  @AfterEach
  void stop() {
    alpha.close();
    beta.close();
  }

  private TeleportConnection handle() throws ResourceException {
    return (TeleportConnection) managed.getConnection(null, null);
  }

  private Address orders() {
    return beta.address("orders");
  }

  private Term nextTerm() throws InterruptedException {
    Term next = received.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("what was received").isNotNull();
    return next;
  }

  private String next() throws InterruptedException {
    return Terms.as(nextTerm(), String.class);
  }

  /**
   * What is sent outside of the transaction from here on arrives after all that has left before.
   */
  private void assertNothingCame() throws Exception {
    try (TeleportConnection other = alpha.connect()) {
      other.sendAsync(orders(), "the end").toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    assertThat(next()).isEqualTo("the end");
    assertThat(received).isEmpty();
  }

  private long deadLetters() {
    return alpha.adapter().node().counters().get(Count.DEAD_LETTERS);
  }

  private static Throwable failureOf(CompletableFuture<Void> stage) throws Exception {
    try {
      stage.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("the stage did not fail");
  }

  @Test
  void whatIsSentInATransactionThatCanOnlyRollBackIsForgotten() throws Exception {
    alpha.transactions().begin();
    alpha.transactions().setRollbackOnly();
    transaction.begin();
    CompletableFuture<Void> stage = handle().sendAsync(orders(), "a").toCompletableFuture();
    transaction.rollback();
    alpha.transactions().end();
    assertThat(failureOf(stage)).isInstanceOf(TransactionRolledBackException.class);
    assertNothingCame();
  }

  @Test
  void whatIsSentLeavesAtTheCommit() throws Exception {
    transaction.begin();
    TeleportConnection handle = handle();
    handle.send(orders(), "a");
    handle.cast(orders(), "b");
    handle.sendEvent(orders(), "c");
    handle.notify(orders(), "d");
    handle.send(orders(), "e", SendOptions.inOrderOf("key"));
    assertThat(received).isEmpty();
    assertNothingCame();
    transaction.commit();
    assertThat(List.of(next(), next(), next(), next(), next()))
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    handle.send(orders(), "after the transaction");
    assertThat(next()).isEqualTo("after the transaction");
  }

  @Test
  void messagesWithAKeyAreDeliveredInTheirOrderThoughSomeLeaveAtTheCommit() throws Exception {
    int size = 60;
    for (int round = 0; round < 5; round++) {
      List<String> expected = new ArrayList<>();
      TeleportConnection handle = handle();
      for (int i = 0; i < size; i++) {
        if (i == 20) {
          transaction.begin();
        }
        if (i == 40) {
          transaction.commit();
        }
        String text = "%d.%02d".formatted(round, i);
        expected.add(text);
        // Of different sizes, so that they take different sockets.
        Object body = List.of(text, new byte[i % 7 == 3 ? 200_000 : 10]);
        handle.send(orders(), body, SendOptions.inOrderOf("key"));
      }
      List<String> came = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        came.add(Terms.as(((ListTerm) nextTerm()).get(0), String.class));
      }
      assertThat(came).isEqualTo(expected);
    }
  }

  @Test
  void aRolledBackMessageHoldsUpNoneOfItsKey() throws Exception {
    transaction.begin();
    handle().send(orders(), "never", SendOptions.inOrderOf("key"));
    transaction.rollback();
    handle().send(orders(), "a", SendOptions.inOrderOf("key"));
    transaction.begin();
    handle().send(orders(), "b", SendOptions.inOrderOf("key"));
    transaction.commit();
    assertThat(List.of(next(), next())).containsExactly("a", "b");
    assertNothingCame();
  }

  @Test
  void whatWasSentNeverLeavesAfterARollback() throws Exception {
    transaction.begin();
    CompletableFuture<Void> stage = handle().sendAsync(orders(), "a").toCompletableFuture();
    handle().send(orders(), "b");
    transaction.rollback();
    assertThat(failureOf(stage)).isInstanceOf(TransactionRolledBackException.class);
    assertNothingCame();
    assertThat(deadLetters()).isZero();
  }

  @Test
  void theNextTransactionKnowsNothingOfTheLast() throws Exception {
    transaction.begin();
    handle().send(orders(), "a");
    transaction.rollback();
    transaction.begin();
    handle().send(orders(), "b");
    transaction.commit();
    assertThat(next()).isEqualTo("b");
    assertNothingCame();
  }

  @Test
  void aConnectionThatIsClosedBeforeTheCommitSendsAllTheSame() throws Exception {
    transaction.begin();
    try (TeleportConnection handle = handle()) {
      handle.send(orders(), "a");
    }
    transaction.commit();
    assertThat(next()).isEqualTo("a");
  }

  @Test
  void theStageCompletesAfterTheCommit() throws Exception {
    transaction.begin();
    CompletableFuture<Void> stage = handle().sendAsync(orders(), "a").toCompletableFuture();
    CompletableFuture<Void> toNobody =
        handle().sendAsync(beta.address("nobody"), "a").toCompletableFuture();
    assertNothingCame();
    assertThat(stage).isNotDone();
    transaction.commit();
    stage.get(20, TimeUnit.SECONDS);
    assertThat(next()).isEqualTo("a");
    assertThat(failureOf(toNobody)).isInstanceOf(NoSuchNameException.class);
    assertThat(deadLetters()).isEqualTo(1);
  }

  @Test
  void whatHappensToTheObjectAfterItWasSentDoesNotMatter() throws Exception {
    List<Object> list = new ArrayList<>(List.of("a"));
    byte[] bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 1);
    transaction.begin();
    handle().send(orders(), list);
    handle().send(orders(), bytes);
    list.add("b");
    Arrays.fill(bytes, (byte) 2);
    transaction.commit();
    byte[] sent = new byte[200_000];
    Arrays.fill(sent, (byte) 1);
    assertThat(List.of(nextTerm(), nextTerm()))
        .containsExactlyInAnyOrder(Terms.of(List.of("a")), Binary.wrap(sent));
  }

  @Test
  void callsGoOutAtOnce() throws Exception {
    beta.answer("echo", request -> request.as(String.class) + "!");
    transaction.begin();
    assertThat(handle().call(beta.address("echo"), "hello", Duration.ofSeconds(20), String.class))
        .isEqualTo("hello!");
    transaction.rollback();
  }

  @Test
  void aReceivedMessageCanBePassedOnAfterItsListenerHasReturned() throws Exception {
    transaction.begin();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    alpha.listen(
        "relay",
        message -> {
          handle().send(orders(), message);
          sent.complete(null);
        });
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 7);
    try (TeleportConnection other = beta.connect()) {
      other.send(alpha.address("relay"), bytes);
    }
    sent.get(20, TimeUnit.SECONDS);
    assertThat(alpha.adapter().node().memory().chunksOut()).isPositive();
    transaction.commit();
    assertThat(nextTerm()).isEqualTo(Binary.wrap(bytes));
    alpha.awaitNoMemoryInUse();
  }

  @Test
  void aRollbackGivesTheMemoryOfAPassedOnMessageBack() throws Exception {
    transaction.begin();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    alpha.listen(
        "relay",
        message -> {
          handle().send(orders(), message);
          sent.complete(null);
        });
    try (TeleportConnection other = beta.connect()) {
      other.send(alpha.address("relay"), new byte[1 << 20]);
    }
    sent.get(20, TimeUnit.SECONDS);
    transaction.rollback();
    alpha.awaitNoMemoryInUse();
  }

  @Test
  void aFileIsReadAfterTheCommit() throws Exception {
    Path file = Files.write(directory.resolve("file"), new byte[300_000]);
    transaction.begin();
    handle().send(orders(), file);
    transaction.commit();
    assertThat(nextTerm()).isEqualTo(Binary.wrap(new byte[300_000]));
  }

  @Test
  void whatIsStillArrivingIsPassedOnAtTheCommit() throws Exception {
    int size = 50 << 20;
    BlockingQueue<Long> sizes = new LinkedBlockingQueue<>();
    beta.listen(
        "sink",
        message -> {
          try (InputStream in = message.body()) {
            sizes.add(in.transferTo(OutputStream.nullOutputStream()));
          } catch (IOException e) {
            sizes.add(-1L);
          }
        });
    alpha.listen(
        "relay",
        message -> {
          try {
            transaction.begin();
            handle().send(beta.address("sink"), message);
            handle().send(orders(), "after it");
            assertThat(received).isEmpty();
            transaction.commit();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    Path file = directory.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    try (TeleportConnection other = beta.connect()) {
      other.send(alpha.address("relay"), file);
    }
    assertThat(next()).isEqualTo("after it");
    assertThat(sizes.poll(20, TimeUnit.SECONDS)).isEqualTo(size);
    assertThat(deadLetters()).isZero();
  }

  @Test
  void aStreamIsRefusedAndTheTransactionGoesOn() throws Exception {
    transaction.begin();
    TeleportConnection handle = handle();
    assertThatThrownBy(() -> handle.send(orders(), new ByteArrayInputStream(new byte[10])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transaction");
    handle.send(orders(), "a");
    transaction.commit();
    assertThat(next()).isEqualTo("a");
  }

  @Test
  void aTransactionHoldsNoMoreThanItsLimit() throws Exception {
    TestServer small = new TestServer("small");
    small.adapter().setTransactionLimit("1KiB");
    small.start();
    try {
      ManagedConnection connection = small.managedFactory().createManagedConnection(null, null);
      connection.getLocalTransaction().begin();
      TeleportConnection handle = (TeleportConnection) connection.getConnection(null, null);
      handle.send(small.address("x"), new byte[500]);
      assertThatThrownBy(() -> handle.send(small.address("x"), new byte[500]))
          .isInstanceOf(BackpressureException.class)
          .hasMessageContaining("transactionLimit is 1024");
      connection.getLocalTransaction().rollback();
    } finally {
      small.close();
    }
  }

  @Test
  void aNodeThatCannotBeReachedIsToldAtOnceAndTheTransactionGoesOn() throws Exception {
    transaction.begin();
    TeleportConnection handle = handle();
    handle.send(orders(), "a");
    assertThatThrownBy(() -> handle.send(Address.of("orders", "nobody@127.0.0.1"), "b"))
        .isInstanceOf(NodeDownException.class);
    transaction.commit();
    assertThat(next()).isEqualTo("a");
    assertThat(deadLetters()).isZero();
  }

  @Test
  void aCommitFailsAndSendsNothingIfANodeIsGoneByThen() throws Exception {
    BlockingQueue<String> here = new LinkedBlockingQueue<>();
    alpha.listen("here", message -> here.add(message.as(String.class)));
    transaction.begin();
    CompletableFuture<Void> reachable =
        handle().sendAsync(alpha.address("here"), "a").toCompletableFuture();
    CompletableFuture<Void> unreachable = handle().sendAsync(orders(), "b").toCompletableFuture();
    beta.adapter().stop();
    Eventually.holds("alpha has noticed", () -> alpha.adapter().node().nodes().isEmpty());
    assertThatThrownBy(transaction::commit)
        .isInstanceOf(LocalTransactionException.class)
        .hasMessageContaining("beta@127.0.0.1");
    assertThat(failureOf(reachable)).isInstanceOf(TransactionRolledBackException.class);
    assertThat(failureOf(unreachable)).isInstanceOf(TransactionRolledBackException.class);
    assertThat(deadLetters()).isZero();
    try (TeleportConnection other = alpha.connect()) {
      other.send(alpha.address("here"), "the end");
    }
    assertThat(here.poll(20, TimeUnit.SECONDS)).isEqualTo("the end");
    assertThat(here).isEmpty();
    beta.start();
  }

  @Test
  void whatIsNotAcceptedOnceTheFirstMessageHasLeftIsADeadLetter() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < 8_000_000; i++) {
      numbers.add(1_000_000);
    }
    transaction.begin();
    handle().send(orders(), "a");
    CompletableFuture<Void> tooLarge = handle().sendAsync(orders(), numbers).toCompletableFuture();
    handle().send(orders(), "c");
    transaction.commit();
    assertThat(List.of(next(), next())).containsExactlyInAnyOrder("a", "c");
    assertThat(failureOf(tooLarge)).isInstanceOf(io.teleport.MessageTooLargeException.class);
    assertThat(deadLetters()).isEqualTo(1);
  }

  @Test
  void anEmptyTransactionCommits() throws Exception {
    transaction.begin();
    transaction.commit();
    assertThat(deadLetters()).isZero();
  }

  @Test
  void oneTransactionAtATime() throws Exception {
    assertThatThrownBy(transaction::commit).isInstanceOf(LocalTransactionException.class);
    transaction.begin();
    assertThatThrownBy(transaction::begin).isInstanceOf(LocalTransactionException.class);
    transaction.rollback();
    transaction.rollback();
  }

  @Test
  void aConnectionThatIsCleanedUpForgetsItsTransaction() throws Exception {
    transaction.begin();
    CompletableFuture<Void> stage = handle().sendAsync(orders(), "a").toCompletableFuture();
    managed.cleanup();
    assertThat(failureOf(stage)).isInstanceOf(TransactionRolledBackException.class);
    Eventually.holds("no memory is held", () -> alpha.adapter().node().memory().chunksOut() == 0);
    assertNothingCame();
  }
}
