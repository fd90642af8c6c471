package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.NodeName;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.server.LoopbackNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application on {@code alpha} learns when the process of {@code beta} is killed while
 * messages, a call and a transaction are under way to it, and when {@code beta} is back.
 */
class KilledNodeIT {

  private static final String KEEPER = "keeper@alpha@127.0.0.1";
  private static final int UNCONFIRMED = 20;

  /** What has come of a call long before its timeout of 30 s. */
  private static final long AT_ONCE_MILLIS = 2_000;

  private static List<String> diary;
  private static Probe.Called firstCall;
  private static Probe.Called nextCall;
  private static String commit;
  private static String atCommit;
  private static String inBean;

  @BeforeAll
  static void letBetaBeKilledAndStartedAgain() throws Exception {
    LoopbackNode tester = LoopbackNode.onFreePorts(List.of("tester")).get(0);
    Path application = ProbeApplication.write(TestServers.directory("killed"));
    try (TestServers servers = TestServers.create("killed", application, List.of(tester))) {
      Path variables = servers.alpha().directory().resolve("variables");
      Files.writeString(variables.resolve("teleport.retention"), "2s");
      ProbeApplication.prepare(servers.alpha());
      ProbeApplication.prepare(servers.beta());
      servers.alpha().start("");
      servers.beta().start("");
      servers.alpha().awaitApplication();
      servers.beta().awaitApplication();
      Probe alpha = new Probe(servers.alpha());
      Probe beta = new Probe(servers.beta());
      String sleeper = "sleeper@" + servers.beta().node().name();

      alpha.awaitReach(servers.beta().node());
      alpha.await("bean up", 1);
      alpha.await("observer up", 1);
      alpha.send(sleeper, UNCONFIRMED);
      alpha.beginCall(sleeper);
      beta.await("asleep", 1);
      CompletableFuture<HttpResponse<String>> transaction =
          alpha.beginTransaction(List.of(KEEPER, sleeper), "before-commit");
      atCommit = lose(alpha, tester, "at-commit");
      inBean = lose(alpha, tester, "in-bean");
      // As by SIGKILL.
      servers.beta().close();
      firstCall = alpha.call(sleeper);
      nextCall = alpha.call(sleeper);
      commit = alpha.endTransaction(transaction, "before-commit");
      alpha.await("send text", UNCONFIRMED);
      alpha.await("letter", UNCONFIRMED);

      servers.beta().start("");
      servers.beta().awaitApplication();
      alpha.awaitReach(servers.beta().node());
      alpha.await("bean up", 2);
      alpha.await("observer up", 2);
      diary = alpha.diary();
      servers.beta().stop();
      servers.alpha().stop();
    }
  }

  /** Returns what becomes of a transaction that has sent to a node which stops then. */
  private static String lose(Probe alpha, LoopbackNode tester, String when) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    NodeSettings settings =
        NodeSettings.builder(NodeName.of(tester.name()), TestServers.COOKIE)
            .bindAddress(LoopbackNode.HOST)
            .port(tester.port())
            .build();
    LocalNode node = LocalNode.start(settings, NodeEnvironment.of(threads));
    try {
      int lost = alpha.diary("observer down " + tester.name()).size();
      CompletableFuture<HttpResponse<String>> transaction =
          alpha.beginTransaction(List.of(KEEPER, "nobody@" + tester.name()), when);
      node.close();
      alpha.await("observer down " + tester.name(), lost + 1);
      return alpha.endTransaction(transaction, when);
    } finally {
      node.close();
      threads.shutdown();
    }
  }

  private static List<String> entries(String beginning) {
    return diary.stream().filter(entry -> entry.startsWith(beginning)).toList();
  }

  private static int first(String beginning) {
    return diary.indexOf(entries(beginning).get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bean", "observer"})
  void eachLifeOfTheNodeIsToldOfOnceInOrder(String listener) {
    List<String> events =
        diary.stream()
            .filter(entry -> entry.matches(listener + " (up|down) beta@.*"))
            .map(entry -> entry.replaceFirst("\\S+ ", ""))
            .toList();
    assertThat(events).hasSize(3);
    String life = events.get(0).replace("up ", "");
    assertThat(events.get(1)).startsWith("down " + life + " ").contains("(retention)");
    assertThat(events.get(2)).startsWith("up beta@127.0.0.1 ").doesNotContain(life);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bean", "observer"})
  void whatBecomesOfUnconfirmedMessagesIsToldAfterTheEndOfTheNode(String listener) {
    assertThat(first("send text")).isGreaterThan(first(listener + " down beta@"));
  }

  @Test
  void eachUnconfirmedMessageMayHaveBeenDeliveredAndIsOneDeadLetter() {
    assertThat(entries("send text"))
        .hasSize(UNCONFIRMED)
        .allMatch(entry -> entry.endsWith(": DeliveryUnknownException"));
    assertThat(entries("letter"))
        .hasSize(UNCONFIRMED)
        .doesNotHaveDuplicates()
        .allMatch(entry -> entry.contains("it may or may not have been delivered"));
  }

  @Test
  void aCallThatWaitsForItsAnswerFailsLongBeforeItsTimeout() {
    assertThat(entries("call request")).containsExactly("call request: DeliveryUnknownException");
    assertThat(first("call request")).isLessThan(first("bean down beta@"));
  }

  @Test
  void callsOfABeanInATransactionFailAtOnce() {
    assertThat(firstCall.answer()).isIn("NodeDownException", "DeliveryUnknownException");
    assertThat(firstCall.millis()).isLessThan(AT_ONCE_MILLIS);
    assertThat(nextCall.answer()).isEqualTo("NodeDownException");
    assertThat(nextCall.millis()).isLessThan(AT_ONCE_MILLIS);
  }

  @Test
  void aTransactionThatHasSentToTheNodeIsRolledBackAtItsCommit() {
    assertThat(commit).isEqualTo("RollbackException");
    assertNothingOfItWasSent("before-commit");
  }

  @Test
  void theTransactionOfABeanThatHasSentToALostNodeIsRolledBackWhenItReturns() {
    assertThat(inBean).isEqualTo("EJBTransactionRolledbackException");
    assertNothingOfItWasSent("in-bean");
  }

  /** Nothing else tells a container that a commit has failed, and it takes it for the worst. */
  @Test
  void aNodeThatIsLostWhileTheContainerCommitsMakesTheCommitFailAndNothingIsSent() {
    assertThat(atCommit).isEqualTo("HeuristicMixedException");
    assertNothingOfItWasSent("at-commit");
  }

  private static void assertNothingOfItWasSent(String text) {
    assertThat(entries("send " + text))
        .hasSize(2)
        .allMatch(entry -> entry.endsWith(": TransactionRolledBackException"));
    assertThat(entries("received " + text)).isEmpty();
    assertThat(entries("letter")).noneMatch(entry -> entry.contains(text));
  }
}
