package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.node.InboundMessage;
import io.teleport.engine.node.LocalNode;
import io.teleport.engine.node.Sendable;
import io.teleport.term.Atom;
import io.teleport.term.ListTerm;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Large messages around a ring of three Erlang nodes and three of ours. */
@RequiresErlang
@Timeout(120)
class MixedRingIT {

  private static final String HOST = "@127.0.0.1";

  @RegisterExtension static final Cluster cluster = new Cluster();

  private final JavaNodes nodes = cluster.nodes();
  private final List<PeerNode> erlang = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    for (int i = 1; i <= 3; i++) {
      PeerNode peer = cluster.startErlang("e" + i + HOST);
      peer.eval("teleport_peer:relay()");
      erlang.add(peer);
      LocalNode node =
          nodes.start(
              "j" + i + HOST, options -> options, settings -> settings.bufferMemory(256L << 20));
      nodes.serve(node, "relay", message -> relay(node, message));
    }
  }

  private static void relay(LocalNode node, InboundMessage message) {
    Tuple relay = (Tuple) message.decode();
    List<Term> hops = ((ListTerm) relay.get(1)).elements();
    if (hops.isEmpty()) {
      Term done = Tuple.of(new Atom("done"), relay.get(3));
      node.send(Address.of((Pid) relay.get(2)), MessageKind.SEND, done);
    } else {
      Tuple next = (Tuple) hops.get(0);
      Tuple onward =
          Tuple.of(
              relay.get(0),
              ListTerm.of(hops.subList(1, hops.size())),
              relay.get(2),
              relay.get(3),
              relay.get(4));
      Address to =
          Address.of(((Atom) next.get(0)).value(), NodeName.of(((Atom) next.get(1)).value()));
      node.send(to, MessageKind.SEND, Sendable.of(onward));
    }
  }

  @Test
  void tenMegabytesGoAroundAMixedRing() {
    assertThat(
            erlang
                .get(0)
                .eval(
                    "Ring = [{relay, N} || N <- ['j1@127.0.0.1', 'e2@127.0.0.1', 'j2@127.0.0.1',"
                        + " 'e3@127.0.0.1', 'j3@127.0.0.1', 'e1@127.0.0.1']],"
                        + " B = binary:copy(<<1, 2>>, 5242880),"
                        + " [hd(Ring) ! {relay, tl(Ring ++ Ring), self(), I, B}"
                        + " || I <- lists:seq(1, 5)],"
                        + " lists:sort(teleport_peer:collect(5, 60000))"))
        .isEqualTo("[{done,1},{done,2},{done,3},{done,4},{done,5}]");
  }
}
