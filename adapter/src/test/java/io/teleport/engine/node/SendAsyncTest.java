package io.teleport.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.DeliveryUnknownException;
import io.teleport.ListenerFailedException;
import io.teleport.MessageTooLargeException;
import io.teleport.NoSuchNameException;
import io.teleport.NodeDownException;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.Term;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a sender is told that asks what becomes of its message. */
@Timeout(60)
class SendAsyncTest {

  private static final int KIB = 1024;

  @RegisterExtension final Nodes nodes = new Nodes();

  private final Inboxes.Held orders = new Inboxes.Held();
  private LocalNode alpha;
  private LocalNode beta;
  private BlackHole wire;

  /** Confirms when it is told to. */
  private static final class Deciding implements Inbox {
    final Inboxes.Held held = new Inboxes.Held();

    @Override
    public void deliver(InboundMessage message) {
      held.deliver(message);
    }

    @Override
    public boolean confirmsOnReturn() {
      return true;
    }
  }

  @BeforeEach
  void startTwoNodesWithAWireBetween() throws IOException {
    beta = nodes.start("beta@127.0.0.1", s -> s.maxMessage(256 * KIB));
    beta.register("orders", orders);
    wire = new BlackHole(Nodes.addressOf(beta));
    alpha = nodes.start("alpha@127.0.0.1", s -> s.peer(beta.name(), wire.address()));
  }

  @AfterEach
  void takeTheWireAway() throws IOException {
    wire.close();
  }

  private CompletableFuture<Void> send(String name, Term message) {
    return send(name, message, Passage.CONFIRMED);
  }

  private CompletableFuture<Void> send(String name, Term message, Passage passage) {
    return alpha
        .sendAsync(Address.of(name, beta.name()), MessageKind.SEND, Sendable.of(message), passage)
        .toCompletableFuture();
  }

  private static Throwable failureOf(CompletableFuture<Void> stage) throws Exception {
    try {
      stage.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("the stage did not fail");
  }

  private long deadLetters() {
    return alpha.counters().get(Count.DEAD_LETTERS);
  }

  @Test
  void theStageCompletesWhenTheReceiverHasConfirmed() throws Exception {
    CompletableFuture<Void> small = send("orders", new Atom("x"));
    CompletableFuture<Void> large = send("orders", Binary.wrap(new byte[200 * KIB]));
    small.get(20, TimeUnit.SECONDS);
    large.get(20, TimeUnit.SECONDS);
    orders.next().close();
    orders.next().close();
    assertThat(deadLetters()).isZero();
  }

  @Test
  void aListenerThatConfirmsOnReturnIsWaitedFor() throws Exception {
    Deciding deciding = new Deciding();
    beta.register("deciding", deciding);
    CompletableFuture<Void> stage = send("deciding", new Atom("x"));
    try (InboundMessage message = deciding.held.next()) {
      assertThat(stage).isNotDone();
      message.confirm();
    }
    stage.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aListenerThatFailsIsToldAsSuch() throws Exception {
    Deciding deciding = new Deciding();
    beta.register("deciding", deciding);
    CompletableFuture<Void> stage = send("deciding", new Atom("x"));
    try (InboundMessage message = deciding.held.next()) {
      message.refuse(RejectCode.LISTENER_FAILED, "out of stock");
    }
    assertThat(failureOf(stage))
        .isInstanceOf(ListenerFailedException.class)
        .hasMessageContaining("out of stock");
    assertThat(deadLetters()).isEqualTo(1);
  }

  @Test
  void aNameThatNobodyRegisteredIsTold() throws Exception {
    assertThat(failureOf(send("nobody", new Atom("x"))))
        .isInstanceOf(NoSuchNameException.class)
        .hasMessageContaining("{nobody, 'beta@127.0.0.1'}");
    assertThat(deadLetters()).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsLostUnderAMessageLeavesItsDeliveryUnknown() throws Exception {
    Deciding deciding = new Deciding();
    beta.register("deciding", deciding);
    CompletableFuture<Void> stage = send("deciding", new Atom("x"));
    InboundMessage message = deciding.held.next();
    beta.close();
    message.close();
    assertThat(failureOf(stage))
        .isInstanceOfAny(DeliveryUnknownException.class, NodeDownException.class);
    assertThat(deadLetters()).isEqualTo(1);
  }

  @Test
  void bestEffortIsDoneWhenTheOperatingSystemHasIt() throws Exception {
    send("orders", new Atom("x"), Passage.BEST_EFFORT).get(20, TimeUnit.SECONDS);
    orders.next().close();
  }

  @Test
  void whatWasNeverAcceptedIsThrownAndIsNoDeadLetter() {
    List<Term> numbers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      numbers.add(IntegerTerm.of(i));
    }
    assertThatThrownBy(() -> send("orders", ListTerm.of(numbers)))
        .isInstanceOf(MessageTooLargeException.class);
    assertThat(deadLetters()).isZero();
  }

  @Test
  void stagesCompleteOnThreadsOfTheExecutor() throws Exception {
    List<CompletableFuture<Boolean>> onLoop = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      onLoop.add(send("orders", IntegerTerm.of(i)).thenApply(nothing -> isInLoop()));
    }
    for (CompletableFuture<Boolean> each : onLoop) {
      assertThat(each.get(20, TimeUnit.SECONDS)).isFalse();
      orders.next().close();
    }
  }

  private static boolean isInLoop() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(f -> f.getClassName().endsWith(".net.Loop")));
  }

  @Test
  void noThreadWaitsForTenThousandMessagesThatAreUnderWay() throws Exception {
    Deciding deciding = new Deciding();
    beta.register("deciding", deciding);
    int before = Thread.activeCount();
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      stages.add(send("deciding", IntegerTerm.of(i)));
    }
    Nodes.await("all came", () -> deciding.held.count() == 10_000);
    assertThat(Thread.activeCount() - before).isLessThan(100);
    assertThat(stages).noneMatch(CompletableFuture::isDone);
    for (int i = 0; i < 10_000; i++) {
      try (InboundMessage message = deciding.held.next()) {
        message.confirm();
      }
    }
    CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
        .get(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS);
  }
}
