package io.teleport.cdi;

import io.teleport.NodeDown;
import io.teleport.NodeEvent;
import io.teleport.NodeUp;
import io.teleport.NodeWatch;
import io.teleport.Teleport;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds the beans for {@code @Inject TeleportConnectionFactory} and {@code @Inject Teleport}, unless
 * the application has its own, and refuses the deployment of an application that injects one of
 * them when the server has no connection factory. If the application observes {@link NodeUp},
 * {@link NodeDown} or {@link NodeEvent}, it is told of these events from its start to its end.
 *
 * <p>The container makes one instance per application and calls it by one thread.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#spi">CDI: Portable
 *     extensions</a>
 */
public class TeleportExtension implements Extension {

  /** Where the application injects one of the types. */
  private final Set<String> injectionPoints = new TreeSet<>();

  /** The types for which the application has beans of its own. */
  private final Set<Class<?>> ownBeans = new HashSet<>();

  /** Whether injected factories come from here. */
  private boolean factoryAdded;

  /** Where the application observes nodes. */
  private final Set<String> observers = new TreeSet<>();

  /** Tells the application of nodes; null if it does not want to know, or does not run. */
  private NodeWatch watch;

  /** Creates the extension; called by the container. */
  public TeleportExtension() {}

  void factoryIsInjected(@Observes ProcessInjectionPoint<?, TeleportConnectionFactory> event) {
    note(event.getInjectionPoint());
  }

  void teleportIsInjected(@Observes ProcessInjectionPoint<?, Teleport> event) {
    note(event.getInjectionPoint());
  }

  private void note(InjectionPoint point) {
    if (point.getQualifiers().stream().allMatch(Default.Literal.INSTANCE::equals)) {
      injectionPoints.add(point.getMember().toString());
    }
  }

  void beanIsFound(@Observes ProcessBean<?> event) {
    if (event.getBean().getQualifiers().contains(Default.Literal.INSTANCE)) {
      for (Class<?> type : Set.of(TeleportConnectionFactory.class, Teleport.class)) {
        if (event.getBean().getTypes().contains(type)) {
          ownBeans.add(type);
        }
      }
    }
  }

  void addBeans(@Observes AfterBeanDiscovery event) {
    if (!ownBeans.contains(TeleportConnectionFactory.class)) {
      factoryAdded = true;
      event
          .<TeleportConnectionFactory>addBean()
          .beanClass(TeleportExtension.class)
          .types(TeleportConnectionFactory.class, Object.class)
          .scope(ApplicationScoped.class)
          .produceWith(beans -> FactoryLookup.find(FactoryName.configured()));
    }
    if (!ownBeans.contains(Teleport.class)) {
      event
          .<Teleport>addBean()
          .beanClass(PerCallTeleport.class)
          .types(Teleport.class, Object.class)
          .scope(ApplicationScoped.class)
          .produceWith(
              beans -> new PerCallTeleport(beans.select(TeleportConnectionFactory.class).get()));
    }
  }

  void nodesAreObserved(@Observes ProcessObserverMethod<? extends NodeEvent, ?> event) {
    observers.add(event.getAnnotatedMethod().getJavaMember().toString());
  }

  void check(@Observes AfterDeploymentValidation event) {
    if ((injectionPoints.isEmpty() && observers.isEmpty()) || !factoryAdded) {
      return;
    }
    try {
      FactoryLookup.find(FactoryName.configured());
    } catch (TeleportException e) {
      event.addDeploymentProblem(
          new DeploymentException(
              "Teleport is %s, but %s"
                  .formatted(
                      injectionPoints.isEmpty()
                          ? "observed by " + observers
                          : "injected into " + injectionPoints,
                      e.getMessage()),
              e));
    }
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object started, BeanManager beans) {
    if (!observers.isEmpty() && watch == null) {
      watch =
          beans
              .createInstance()
              .select(TeleportConnectionFactory.class)
              .get()
              .watchNodes(
                  new NodeEventSource(beans, Thread.currentThread().getContextClassLoader()));
    }
  }

  void end(@Observes BeforeShutdown event) {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
