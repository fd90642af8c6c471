package io.teleport.adapter;

import io.teleport.TeleportMessageListener;
import io.teleport.TeleportNodeListener;
import io.teleport.TeleportRequestListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/**
 * A container's side of one message-driven bean: makes endpoints around a listener, and watches
 * whether they are used as the connector architecture demands.
 */
public final class TestEndpointFactory implements MessageEndpointFactory {

  private final Class<?> listenerType;
  private final Object listener;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger released = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger mostBusy = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicInteger beginRefusals = new AtomicInteger();
  private volatile Exception failureOnCommit;
  private volatile boolean failsOnRelease;
  private volatile TestTransactions transactions;

  private TestEndpointFactory(Class<?> listenerType, Object listener) {
    this.listenerType = listenerType;
    this.listener = listener;
  }

  /** Returns the factory of a bean that takes messages. */
  public static TestEndpointFactory of(TeleportMessageListener listener) {
    return new TestEndpointFactory(TeleportMessageListener.class, listener);
  }

  /** Returns the factory of a bean that answers requests. */
  public static TestEndpointFactory answering(TeleportRequestListener listener) {
    return new TestEndpointFactory(TeleportRequestListener.class, listener);
  }

  /** Returns the factory of a bean that learns which nodes come and go. */
  public static TestEndpointFactory watching(TeleportNodeListener listener) {
    return new TestEndpointFactory(TeleportNodeListener.class, listener);
  }

  /** Makes the next attempts to get an endpoint fail. */
  public TestEndpointFactory refuse(int attempts) {
    refusals.set(attempts);
    return this;
  }

  /** Makes the next attempts to begin a delivery fail. */
  public TestEndpointFactory refuseToBegin(int attempts) {
    beginRefusals.set(attempts);
    return this;
  }

  /** Makes every delivery a transaction, which the bean may set to be rolled back. */
  public TestEndpointFactory required(TestTransactions ofContainer) {
    transactions = ofContainer;
    return this;
  }

  /** Makes every transaction fail when it is to be committed. */
  public TestEndpointFactory failOnCommit(Exception failure) {
    failureOnCommit = failure;
    return this;
  }

  /** Makes every release of an endpoint fail. */
  public TestEndpointFactory failOnRelease() {
    failsOnRelease = true;
    return this;
  }

  /** Returns how many endpoints were made. */
  public int created() {
    return created.get();
  }

  /** Returns how many endpoints were released. */
  public int released() {
    return released.get();
  }

  /** Returns how many endpoints were in use at the same time, at most. */
  public int mostBusy() {
    return mostBusy.get();
  }

  /** Returns what was done to endpoints that must not be done. */
  public List<String> violations() {
    return violations;
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource xa) throws UnavailableException {
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new UnavailableException("told to refuse");
    }
    created.incrementAndGet();
    Endpoint endpoint = new Endpoint();
    return (MessageEndpoint)
        Proxy.newProxyInstance(
            TestEndpointFactory.class.getClassLoader(),
            new Class<?>[] {MessageEndpoint.class, listenerType},
            (proxy, method, arguments) -> endpoint.invoke(method, arguments));
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource xa, long timeout) throws UnavailableException {
    return createEndpoint(xa);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return true;
  }

  @Override
  public String getActivationName() {
    return "test";
  }

  @Override
  public Class<?> getEndpointClass() {
    return listener.getClass();
  }

  /** One endpoint: before, call, after, in this order and by one thread. */
  private final class Endpoint {

    private Method announced;
    private Thread user;
    private boolean gone;

    Object invoke(Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "beforeDelivery" -> before((Method) arguments[0]);
        case "afterDelivery" -> after();
        case "release" -> release();
        default -> {
          return call(method, arguments);
        }
      }
      return null;
    }

    private synchronized void before(Method method) throws ResourceException {
      if (beginRefusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new ResourceException("told to refuse");
      }
      check(!gone, "beforeDelivery after release");
      check(announced == null, "beforeDelivery twice");
      announced = method;
      user = Thread.currentThread();
      mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
      if (transactions != null) {
        transactions.begin();
      }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      synchronized (this) {
        check(method.equals(announced), "called without beforeDelivery of that method");
        check(user == Thread.currentThread(), "called by another thread than beforeDelivery");
      }
      try {
        return method.invoke(listener, arguments);
      } catch (InvocationTargetException e) {
        if (transactions != null) {
          transactions.setRollbackOnly();
        }
        throw e.getCause();
      }
    }

    private synchronized void after() throws Exception {
      check(announced != null, "afterDelivery without beforeDelivery");
      check(user == Thread.currentThread(), "afterDelivery by another thread");
      announced = null;
      busy.decrementAndGet();
      if (transactions != null) {
        transactions.end();
      }
      if (failureOnCommit != null) {
        throw failureOnCommit;
      }
    }

    private synchronized void release() {
      check(!gone, "released twice");
      check(announced == null, "released during a delivery");
      gone = true;
      released.incrementAndGet();
      if (failsOnRelease) {
        throw new IllegalStateException("told to fail");
      }
    }

    private void check(boolean fine, String otherwise) {
      if (!fine) {
        violations.add(otherwise);
      }
    }
  }
}
