package io.teleport.adapter.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.TeleportMessage;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestTransactions;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.node.Inbox;
import io.teleport.engine.peer.Passage;
import io.teleport.term.Terms;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever happens in whatever order, every message comes to one end, and strands keep their order:
 * messages of several senders, with and without a strand, into a bean of some concurrency that
 * fails, is unavailable, is undeployed while it works, and comes back, or does not.
 */
class DeliverySchedulesTest {

  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int MOST_DEPTH = 6;

  private static final Logger LOG = Logger.getLogger("io.teleport");

  /** Thousands of runs would say the same thousands of times. */
  @BeforeContainer
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterContainer
  static void speak() {
    LOG.setLevel(null);
  }

  /** One run. */
  private static final class Run {
    final SimulatedHost host;
    final Random random;
    final TestTransactions transactions = new TestTransactions();
    final Names names;
    final List<TestEndpointFactory> factories = new ArrayList<>();
    final List<RecordedMessage> messages = new ArrayList<>();
    final List<Integer> attempts = new ArrayList<>();
    final List<Integer> successes = new ArrayList<>();
    final List<AssertionError> violations = new ArrayList<>();
    final boolean onReturn;
    final int redeliveries;
    final int failing;
    final int changing;
    final int senders;
    final int strands;
    Activation bean;
    boolean stopped;
    int depth;

    Run(long seed) {
      host = new SimulatedHost(seed);
      random = host.random();
      names =
          new Names(
              host,
              new DeliveryThreads(host, 1 + random.nextInt(6)),
              new Transactions(transactions),
              GRACE);
      host.promptPercent = random.nextInt(3) * 30;
      onReturn = random.nextInt(4) > 0;
      redeliveries = random.nextInt(4);
      failing = random.nextInt(3) * 20;
      changing = random.nextInt(3) * 2;
      senders = 1 + random.nextInt(3);
      strands = 1 + random.nextInt(3);
    }

    void startBean() {
      TeleportActivationSpec spec = new TeleportActivationSpec();
      spec.setName("orders");
      spec.setConcurrency(1 + random.nextInt(4));
      spec.setBatchSize(1 + random.nextInt(8));
      spec.setAcknowledge(onReturn ? "on-return" : "on-accept");
      spec.setRedeliveries(redeliveries);
      spec.setRedeliveryDelay("1s");
      TestEndpointFactory factory =
          TestEndpointFactory.of(this::onMessage)
              .required(transactions)
              .refuse(random.nextInt(3))
              .refuseToBegin(random.nextInt(3));
      factories.add(factory);
      try {
        bean = names.activate(factory, spec);
      } catch (ResourceException e) {
        throw new AssertionError(e);
      }
    }

    void stopBean() {
      bean.close(Duration.ZERO);
      bean = null;
    }

    void arrive() {
      RecordedMessage message =
          new RecordedMessage(MessageKind.SEND, Terms.of(messages.size()))
              .from(NodeName.of("n" + random.nextInt(senders) + "@h"))
              .onStrand(random.nextInt(strands + 1) + Passage.NO_STRAND);
      Inbox inbox = host.inbox("orders");
      if (inbox == null) {
        return;
      }
      messages.add(message);
      attempts.add(0);
      successes.add(0);
      if (!inbox.confirmsOnReturn()) {
        message.confirm();
      }
      inbox.deliver(message);
    }

    /** Something happens. */
    void step() {
      if (host.percent(changing) && !stopped) {
        if (bean == null) {
          startBean();
        } else {
          stopBean();
        }
      } else if (host.percent(5)) {
        host.passTime();
      } else {
        host.runOne();
      }
    }

    void onMessage(TeleportMessage received) {
      int number = received.as(Integer.class);
      RecordedMessage message = messages.get(number);
      attempts.set(number, attempts.get(number) + 1);
      check(
          () -> {
            assertThat(message.isClosed()).as("message %d has ended", number).isFalse();
            assertThat(received.deliveryCount()).isEqualTo(attempts.get(number));
          });
      check(() -> checkItsTurn(number, message));
      if (depth < MOST_DEPTH) {
        depth++;
        for (int i = random.nextInt(4); i > 0; i--) {
          step();
        }
        depth--;
      }
      check(() -> checkItsTurn(number, message));
      if (host.percent(failing)) {
        if (random.nextBoolean()) {
          throw new IllegalStateException("by the test");
        }
        transactions.setRollbackOnly();
        return;
      }
      successes.set(number, successes.get(number) + 1);
    }

    /** Checks something inside of a delivery, which a failure must not turn into a failed one. */
    private void check(Runnable assertion) {
      try {
        assertion.run();
      } catch (AssertionError e) {
        violations.add(e);
      }
    }

    /** All before it on its strand have come to their end, and none after it has begun. */
    private void checkItsTurn(int number, RecordedMessage message) {
      if (message.strand() == Passage.NO_STRAND) {
        return;
      }
      for (int other = 0; other < messages.size(); other++) {
        RecordedMessage before = messages.get(other);
        if (other != number
            && before.strand() == message.strand()
            && before.sender().equals(message.sender())) {
          if (other < number) {
            assertThat(before.isClosed())
                .as("message %d, before %d on its strand, has ended", other, number)
                .isTrue();
          } else {
            assertThat(attempts.get(other))
                .as("deliveries of message %d, after %d on its strand", other, number)
                .isZero();
          }
        }
      }
    }

    void checkEnds() {
      assertThat(violations).isEmpty();
      int deadLetters = 0;
      for (int i = 0; i < messages.size(); i++) {
        RecordedMessage message = messages.get(i);
        String what = "message %d on strand %d".formatted(i, message.strand());
        assertThat(message.events).as(what).filteredOn("closed"::equals).hasSize(1);
        assertThat(message.events.get(0)).as(what + ": first the verdict").isNotEqualTo("closed");
        Object verdict = message.events.get(0);
        assertThat(successes.get(i)).as(what + ": successes").isLessThanOrEqualTo(1);
        if (verdict instanceof RejectCode) {
          assertThat(successes.get(i)).as(what + ": successes").isZero();
          if (verdict == RejectCode.LISTENER_FAILED) {
            assertThat(attempts.get(i)).as(what).isEqualTo(redeliveries + 1);
          }
        } else if (onReturn) {
          assertThat(successes.get(i)).as(what + ": successes").isEqualTo(1);
        } else if (attempts.get(i) == 0) {
          // Confirmed on accept, and never delivered.
          deadLetters++;
        }
      }
      assertThat(host.deadLetters).hasSize(deadLetters);
      factories.forEach(
          factory -> {
            assertThat(factory.violations()).isEmpty();
            assertThat(factory.released()).isEqualTo(factory.created());
          });
    }
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void everyMessageComesToOneEndAndStrandsKeepTheirOrder(@ForAll long seed) {
    Run run = new Run(seed);
    run.startBean();
    for (int i = 20 + run.random.nextInt(60); i > 0; i--) {
      run.arrive();
      for (int steps = run.random.nextInt(4); steps > 0; steps--) {
        run.step();
      }
    }
    int end = run.random.nextInt(3);
    if (end == 0) {
      // The resource adapter stops in the middle of it all.
      run.stopped = true;
      run.names.stop();
      if (run.bean != null) {
        run.stopBean();
      }
    } else if (end == 1 && run.bean != null) {
      run.stopped = true;
      run.stopBean();
    } else if (run.bean == null) {
      run.startBean();
      run.stopped = true;
    }
    run.stopped = true;
    run.host.runToTheEnd();
    if (run.bean != null) {
      run.stopBean();
      run.host.runToTheEnd();
    }
    run.checkEnds();
    if (end == 2) {
      assertThat(run.messages).noneMatch(message -> message.events.contains(RejectCode.STOPPING));
    }
  }
}
