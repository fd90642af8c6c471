package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.TeleportRequestListener;
import io.teleport.adapter.TestEndpointFactory;
import io.teleport.adapter.TestServer;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import jakarta.resource.ResourceException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an Erlang process sees of a bean that is undeployed. For as long as {@code redeployGrace}
 * the name lives, as a process does whose code is loaded anew: messages wait, and so do monitors.
 * After that both are told.
 */
@RequiresErlang
@Timeout(60)
class UndeployedBeanIT {

  private static final String MONITOR =
      "erlang:monitor(process, {orders, 'app@127.0.0.1'}),"
          + " ready = gen_server:call({orders, 'app@127.0.0.1'}, ready), ";

  @RegisterExtension static final Cluster cluster = new Cluster();

  private final TeleportActivationSpec spec = TestServer.spec("orders", 1);
  private TestServer server;
  private PeerNode erlang;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    erlang = cluster.startErlang("erl@127.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestEndpointFactory deploy(String redeployGrace) throws ResourceException {
    server = new TestServer("app");
    server.adapter().setErlang("true");
    server.adapter().setErlangCookie(JavaNodes.COOKIE);
    server.adapter().setEpmdPort(Integer.toString(cluster.epmd().address().getPort()));
    server.adapter().setRedeployGrace(redeployGrace);
    server.start();
    JavaNodes.await("EPMD knows it", server.adapter().node()::isRegisteredWithEpmd);
    return deployBean(request -> request);
  }

  private TestEndpointFactory deployBean(TeleportRequestListener bean) throws ResourceException {
    return server.activate(TestEndpointFactory.answering(bean), spec);
  }

  @Test
  void withoutGraceAMonitorIsToldAtOnce() throws Exception {
    TestEndpointFactory bean = deploy("0s");
    erlang.eval(
        "S = self(), spawn(fun() -> register(watcher, self()), "
            + MONITOR
            + "S ! set, receive {'DOWN', _, _, _, _} = D -> receive {tell, P} -> P ! D end end"
            + " end), receive set -> ok end");
    server.deactivate(bean, spec);
    assertThat(
            erlang.eval(
                "watcher ! {tell, self()},"
                    + " receive {'DOWN', _, process, N, R} -> {N, R} after 9000 -> nothing end"))
        .isEqualTo("{{orders,'app@127.0.0.1'},shutdown}");
  }

  @Test
  void aBeanThatIsDeployedAnewInTimeIsTheSameProcessAndWhoCallsItMeanwhileWaits() throws Exception {
    TestEndpointFactory bean = deploy("30s");
    erlang.eval(
        "S = self(), spawn(fun() -> register(watcher, self()), "
            + MONITOR
            + "S ! set, receive {tell, P} -> P ! {still, there}; D -> exit(D) end end),"
            + " receive set -> ok end");
    server.deactivate(bean, spec);
    erlang.begin("gen_server:call({orders, 'app@127.0.0.1'}, old, 20000)");
    deployBean(request -> "new");
    assertThat(erlang.end()).isEqualTo("<<\"new\">>");
    assertThat(
            erlang.eval(
                "watcher ! {tell, self()}, receive Answer -> Answer after 9000 -> nothing end"))
        .isEqualTo("{still,there}");
  }

  @Test
  void afterTheGraceMonitorsAndCallersAreTold() throws Exception {
    TestEndpointFactory bean = deploy("500ms");
    erlang.eval(
        "S = self(), spawn(fun() -> register(watcher, self()), "
            + MONITOR
            + "S ! set, receive {'DOWN', _, _, _, _} = D -> receive {tell, P} -> P ! D end end"
            + " end), receive set -> ok end");
    server.deactivate(bean, spec);
    assertThat(
            erlang.eval(
                "try gen_server:call({orders, 'app@127.0.0.1'}, late, 20000)"
                    + " catch exit:{Reason, _} -> Reason end"))
        .isEqualTo("shutdown");
    assertThat(
            erlang.eval(
                "watcher ! {tell, self()},"
                    + " receive {'DOWN', _, process, _, R} -> R after 9000 -> nothing end"))
        .isEqualTo("shutdown");
    assertThat(
            erlang.eval(
                "try gen_server:call({orders, 'app@127.0.0.1'}, later)"
                    + " catch exit:{Reason, _} -> Reason end"))
        .isEqualTo("noproc");
  }
}
