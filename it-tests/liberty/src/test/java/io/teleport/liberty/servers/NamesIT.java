package io.teleport.liberty.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.teleport.Address;
import io.teleport.ListenerFailedException;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Mailbox;
import io.teleport.engine.node.NodeEnvironment;
import io.teleport.engine.node.NodeSettings;
import io.teleport.server.LoopbackNode;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.ListTerm;
import io.teleport.term.MapTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The names that the demonstration registers, as a node outside of any server uses them. */
class NamesIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final NodeName ALPHA = NodeName.of("alpha@127.0.0.1");
  private static final NodeName BETA = NodeName.of("beta@127.0.0.1");
  private static final Term REF = Atom.of("ref");
  private static final int TEN_MIB = 10 << 20;

  /** More than a node holds in memory, so that it is handed over while it arrives. */
  private static final int FORTY_MIB = 40 << 20;

  private static final Duration POLL = Duration.ofMillis(200);

  private static ExecutorService threads;
  private static TestServers servers;
  private static LocalNode node;

  @BeforeAll
  static void start() throws Exception {
    LoopbackNode self = LoopbackNode.onFreePorts(List.of("tester")).get(0);
    servers = TestServers.create("names", List.of(self));
    servers.alpha().start("");
    servers.beta().start("");
    servers.alpha().awaitApplication();
    servers.beta().awaitApplication();
    threads = Executors.newCachedThreadPool();
    NodeSettings settings =
        NodeSettings.builder(NodeName.of(self.name()), TestServers.COOKIE)
            .bindAddress(LoopbackNode.HOST)
            .port(self.port())
            .peer(
                ALPHA,
                new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), servers.alpha().node().port()))
            .peer(
                BETA,
                new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), servers.beta().node().port()))
            .build();
    node = LocalNode.start(settings, NodeEnvironment.of(threads));
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      if (node != null) {
        node.close();
        threads.shutdown();
      }
      servers.alpha().stop();
      servers.beta().stop();
    } finally {
      servers.close();
    }
  }

  private static Term call(String name, NodeName at, Term request) {
    return node.call(Address.of(name, at), MessageKind.CALL, request, TIMEOUT);
  }

  private static void send(String name, NodeName at, Term message) {
    node.send(Address.of(name, at), MessageKind.SEND, message);
  }

  private static Binary random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Binary.wrap(bytes);
  }

  private static Term address(String name, NodeName at) {
    return Tuple.of(Atom.of(name), Atom.of(at.toString()));
  }

  @Test
  void echoAnswersACallWithItsRequest() {
    Term request = Tuple.of(Atom.of("any"), ListTerm.of(IntegerTerm.of(1)), random(TEN_MIB));
    assertThat(call("echo", ALPHA, request)).isEqualTo(request);
  }

  @Test
  void echoSendsTheBodyOfAMessageToThePidThatItNames() {
    try (Mailbox mailbox = node.openMailbox()) {
      send("echo", ALPHA, Tuple.of(mailbox.pid(), Atom.of("body")));
      assertThat(mailbox.receive(TIMEOUT)).isEqualTo(Tuple.of(Atom.of("echo"), Atom.of("body")));
    }
  }

  @Test
  void sinkCountsMessagesAndTheirBytesUntilReset() {
    assertThat(call("sink", ALPHA, Atom.of("reset"))).isEqualTo(Atom.OK);
    for (int i = 0; i < 10; i++) {
      send("sink", ALPHA, random(1000));
    }
    send("sink", ALPHA, random(TEN_MIB));
    send("sink", ALPHA, Binary.ofStream(new ByteArrayInputStream(new byte[FORTY_MIB])));
    long least = 10 * 1000L + TEN_MIB + FORTY_MIB;
    MapTerm stats = awaitMessages(12);
    assertThat(((IntegerTerm) stats.get("bytes").orElseThrow()).longValue())
        .isBetween(least, least + 1000);
  }

  private static MapTerm awaitMessages(long count) {
    long begun = System.nanoTime();
    // Every look is a call, and each waits a little for a message that does not come.
    try (Mailbox pause = node.openMailbox()) {
      while (true) {
        MapTerm stats = (MapTerm) call("sink", ALPHA, Atom.of("stats"));
        if (stats.get("messages").orElseThrow().equals(IntegerTerm.of(count))) {
          return stats;
        }
        assertThat(System.nanoTime() - begun).as(stats::toString).isLessThan(TIMEOUT.toNanos());
        assertThatExceptionOfType(io.teleport.CallTimeoutException.class)
            .isThrownBy(() -> pause.receive(POLL));
      }
    }
  }

  @Test
  void relayHandsAPayloadFromNodeToNodeAndTellsTheOriginWhenTheHopsAreUsedUp() {
    relay(random(TEN_MIB));
  }

  @Test
  void relayHandsOnAPayloadThatIsStillArriving() {
    relay(Binary.ofStream(new ByteArrayInputStream(new byte[FORTY_MIB])));
  }

  private static void relay(Binary payload) {
    try (Mailbox mailbox = node.openMailbox()) {
      ListTerm hops =
          ListTerm.of(address("relay", BETA), address("relay", ALPHA), address("relay", BETA));
      send("relay", ALPHA, Tuple.of(Atom.of("relay"), hops, mailbox.pid(), REF, payload));
      assertThat(mailbox.receive(TIMEOUT)).isEqualTo(Tuple.of(Atom.of("done"), REF));
    }
  }

  @Test
  void filesAnswersWithTheDigestWhenTheFileIsThere() {
    Term name = Binary.utf8("abc.txt");
    send("files", BETA, Tuple.of(Atom.of("file"), name, Binary.utf8("abc")));
    MapTerm stored = (MapTerm) call("files", BETA, Tuple.of(Atom.of("digest"), name));
    assertThat(stored.get("size")).hasValue(IntegerTerm.of(3));
    assertThat(stored.get("sha256"))
        .hasValue(Binary.utf8("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(call("files", BETA, Tuple.of(Atom.of("delete"), name))).isEqualTo(Atom.TRUE);
    assertThat(call("files", BETA, Tuple.of(Atom.of("delete"), name))).isEqualTo(Atom.FALSE);
  }

  @Test
  void filesRefusesANameThatLeavesItsDirectory() {
    Term request = Tuple.of(Atom.of("digest"), Binary.utf8("../server.xml"));
    assertThatExceptionOfType(ListenerFailedException.class)
        .isThrownBy(() -> call("files", BETA, request))
        .withMessageContaining("not a file name");
  }
}
