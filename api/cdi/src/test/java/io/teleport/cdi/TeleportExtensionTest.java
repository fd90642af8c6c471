package io.teleport.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeName;
import io.teleport.NodeUp;
import io.teleport.SendOptions;
import io.teleport.Teleport;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportNodeListener;
import io.teleport.term.Atom;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigBuilder;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application sees that injects, in a CDI container. */
class TeleportExtensionTest {

  private final RecordingFactory factory = new RecordingFactory();

  @Dependent
  static class Sender {
    @Inject TeleportConnectionFactory connectionFactory;
    @Inject Teleport teleport;
  }

  @ApplicationScoped
  static class Bystander {}

  @ApplicationScoped
  static class OwnProducer {
    static final RecordingFactory OWN = new RecordingFactory();

    @Produces
    @ApplicationScoped
    TeleportConnectionFactory own() {
      return OWN;
    }
  }

  @RequestScoped
  static class OfOneRequest {
    private final long number = System.nanoTime();

    long number() {
      return number;
    }
  }

  @ApplicationScoped
  static class Watching {
    static final List<String> SEEN = new CopyOnWriteArrayList<>();
    static final Set<Long> REQUESTS = new CopyOnWriteArraySet<>();

    void up(@Observes NodeUp event, OfOneRequest request) {
      SEEN.add("up " + event.node());
      REQUESTS.add(request.number());
    }

    void down(@Observes NodeDown event) {
      SEEN.add("down " + event.node() + " " + event.reason());
    }

    void either(@Observes NodeEvent event) {
      SEEN.add("incarnation " + event.incarnation());
    }
  }

  /** A server with MicroProfile Config, in which one thing is set. */
  private static final class OneSetting extends ConfigProviderResolver {
    private final String value;

    OneSetting(String value) {
      this.value = value;
    }

    @Override
    public Config getConfig() {
      return (Config)
          Proxy.newProxyInstance(
              OneSetting.class.getClassLoader(),
              new Class<?>[] {Config.class},
              (proxy, method, arguments) ->
                  arguments[0].equals("teleport.jndi-name")
                      ? Optional.of(value)
                      : Optional.empty());
    }

    @Override
    public Config getConfig(ClassLoader loader) {
      return getConfig();
    }

    @Override
    public ConfigBuilder getBuilder() {
      throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public void registerConfig(Config config, ClassLoader loader) {
      throw new UnsupportedOperationException("not asked for");
    }

    @Override
    public void releaseConfig(Config config) {
      throw new UnsupportedOperationException("not asked for");
    }
  }

  @BeforeEach
  void namingService() {
    TestNaming.install();
  }

  @AfterEach
  void noSettings() {
    ConfigProviderResolver.setInstance(null);
  }

  private static SeContainer deploy(Class<?>... beans) {
    return SeContainerInitializer.newInstance()
        .disableDiscovery()
        .addExtensions(new TeleportExtension())
        .addBeanClasses(beans)
        .initialize();
  }

  private static Sender sender(SeContainer application) {
    return application.select(Sender.class).get();
  }

  @Test
  void theFactoryComesFromJndi() {
    TestNaming.BOUND.put("eis/teleport", factory);
    try (SeContainer application = deploy(Sender.class)) {
      sender(application).connectionFactory.getConnection();
      assertThat(factory.calls).containsExactly("getConnection");
    }
  }

  @Test
  void theFacadeTakesAConnectionForEachCallAndGivesItBack() {
    TestNaming.BOUND.put("eis/teleport", factory);
    try (SeContainer application = deploy(Sender.class)) {
      Teleport teleport = sender(application).teleport;
      teleport.send("orders@billing@h", "a");
      teleport.cast("orders@billing@h", "b");
      assertThat(teleport.call("{orders, 'billing@h'}", "c", Duration.ofSeconds(1)))
          .isEqualTo(Atom.OK);
      assertThat(teleport.node()).isEqualTo(NodeName.of("a@h"));
      teleport.send("orders@billing@h", "d", SendOptions.BEST_EFFORT);
      assertThat(teleport.sendAsync("orders@billing@h", "e")).isCompleted();
      assertThat(factory.calls)
          .containsExactly(
              "getConnection",
              "send [{orders, billing@h}, a]",
              "close",
              "getConnection",
              "cast [{orders, billing@h}, b]",
              "close",
              "getConnection",
              "call [{orders, billing@h}, c, PT1S]",
              "close",
              "getConnection",
              "node",
              "close",
              "getConnection",
              "send [{orders, billing@h}, d, " + SendOptions.BEST_EFFORT + "]",
              "close",
              "getConnection",
              "sendAsync [{orders, billing@h}, e, " + SendOptions.DEFAULT + "]",
              "close");
    }
  }

  @Test
  void aMissingFactoryFailsTheDeploymentAndSaysWhatToAdd() {
    assertThatThrownBy(() -> deploy(Sender.class))
        .hasMessageContaining("Sender.connectionFactory")
        .hasMessageContaining("'eis/teleport'")
        .hasMessageContaining("<connectionFactory jndiName=\"eis/teleport\">")
        .hasMessageContaining("teleport.jndi-name");
  }

  @Test
  void somethingElseUnderTheNameFailsTheDeployment() {
    TestNaming.BOUND.put("eis/teleport", "a string");
    assertThatThrownBy(() -> deploy(Sender.class))
        .hasMessageContaining("no Teleport connection factory but class java.lang.String");
  }

  @Test
  void anApplicationThatDoesNotInjectNeedsNoFactory() {
    assertThatCode(() -> deploy(Bystander.class).close()).doesNotThrowAnyException();
  }

  @Test
  void anApplicationsOwnProducerWins() {
    try (SeContainer application = deploy(Sender.class, OwnProducer.class)) {
      sender(application).connectionFactory.getConnection();
      sender(application).teleport.node();
      assertThat(OwnProducer.OWN.calls)
          .containsExactly("getConnection", "getConnection", "node", "close");
    }
  }

  @Test
  void observersLearnOfNodesWhileTheApplicationRuns() throws Exception {
    TestNaming.BOUND.put("eis/teleport", factory);
    Watching.SEEN.clear();
    Watching.REQUESTS.clear();
    NodeName beta = NodeName.of("beta@h");
    SeContainer application = deploy(Watching.class, OfOneRequest.class);
    TeleportNodeListener listener = factory.watching.get(0);
    FutureTask<Void> events =
        new FutureTask<>(
            () -> {
              listener.nodeUp(new NodeUp(beta, 7));
              listener.nodeUp(new NodeUp(beta, 8));
              listener.nodeDown(new NodeDown(beta, 8, "gone"));
              return null;
            });
    new Thread(events, "a thread of the server").start();
    events.get(20, TimeUnit.SECONDS);
    assertThat(Watching.SEEN)
        .containsExactlyInAnyOrder(
            "up beta@h",
            "incarnation 7",
            "up beta@h",
            "incarnation 8",
            "down beta@h gone",
            "incarnation 8");
    assertThat(Watching.REQUESTS).as("each event has a request context of its own").hasSize(2);
    application.close();
    assertThat(factory.watching).isEmpty();
  }

  @Test
  void anApplicationWithoutObserversDoesNotWatch() {
    TestNaming.BOUND.put("eis/teleport", factory);
    deploy(Sender.class).close();
    assertThat(factory.calls).isEmpty();
    assertThat(factory.watching).isEmpty();
  }

  @Test
  void observersNeedAFactory() {
    assertThatThrownBy(() -> deploy(Watching.class, OfOneRequest.class))
        .hasMessageContaining("Watching.down")
        .hasMessageContaining("<connectionFactory jndiName=\"eis/teleport\">");
  }

  @Test
  void theNameIsASetting() {
    ConfigProviderResolver.setInstance(new OneSetting("eis/other"));
    TestNaming.BOUND.put("eis/other", factory);
    try (SeContainer application = deploy(Sender.class)) {
      sender(application).connectionFactory.getConnection();
      assertThat(factory.calls).containsExactly("getConnection");
    }
  }
}
