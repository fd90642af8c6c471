package io.teleport.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.Address;
import io.teleport.TeleportConnection;
import io.teleport.TeleportConnectionFactory;
import io.teleport.TeleportMessageListener;
import io.teleport.TeleportRequestListener;
import io.teleport.adapter.inbound.TeleportActivationSpec;
import io.teleport.adapter.outbound.TeleportManagedConnectionFactory;
import io.teleport.adapter.ra.TeleportResourceAdapter;
import io.teleport.engine.net.FreePort;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * An application server with the resource adapter deployed, as far as the adapter can tell. Closing
 * it stops the adapter and fails if memory or Works are left.
 */
public final class TestServer implements AutoCloseable {

  private final String name;
  private final int port;
  private final TestWorkManager works = new TestWorkManager();
  private final TestTransactions transactions = new TestTransactions();
  private final TeleportResourceAdapter adapter = new TeleportResourceAdapter();
  private final TeleportManagedConnectionFactory managedFactory =
      new TeleportManagedConnectionFactory();
  private final List<TestEndpointFactory> endpoints = new ArrayList<>();

  /**
   * Sets up a server on a free port, which does not run yet. Beans that are stopped are gone at
   * once, unless {@code redeployGrace} is set.
   */
  public TestServer(String alive) {
    this.name = alive + "@127.0.0.1";
    this.port = FreePort.find();
    adapter.setNodeName(name);
    adapter.setBindAddress("127.0.0.1");
    adapter.setPort(Integer.toString(port));
    adapter.setShutdownTimeout("1s");
    adapter.setRedeployGrace("0s");
    try {
      managedFactory.setResourceAdapter(adapter);
    } catch (ResourceException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts two servers that know each other. */
  public static List<TestServer> startTwo() throws ResourceException {
    TestServer alpha = new TestServer("alpha");
    TestServer beta = new TestServer("beta");
    alpha.adapter.setPeers(beta.name + "=127.0.0.1:" + beta.port);
    beta.adapter.setPeers(alpha.name + "=127.0.0.1:" + alpha.port);
    alpha.start();
    beta.start();
    return List.of(alpha, beta);
  }

  /** Starts the adapter. */
  public TestServer start() throws ResourceException {
    adapter.start(new TestBootstrapContext(works, transactions));
    return this;
  }

  /** Returns the adapter. */
  public TeleportResourceAdapter adapter() {
    return adapter;
  }

  /** Returns the work manager. */
  public TestWorkManager works() {
    return works;
  }

  /** Returns the transactions of the server's beans. */
  public TestTransactions transactions() {
    return transactions;
  }

  /** Returns the port that the node listens on. */
  public int port() {
    return port;
  }

  /** Returns the address of a name on this server. */
  public Address address(String registered) {
    return Address.of(registered, name);
  }

  /** Activates a bean that takes messages. */
  public TestEndpointFactory listen(String registered, TeleportMessageListener listener)
      throws ResourceException {
    return activate(TestEndpointFactory.of(listener), spec(registered, 8));
  }

  /** Activates a bean that answers requests. */
  public TestEndpointFactory answer(String registered, TeleportRequestListener listener)
      throws ResourceException {
    return activate(TestEndpointFactory.answering(listener), spec(registered, 8));
  }

  /** Activates a bean. */
  public TestEndpointFactory activate(TestEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    endpoints.add(factory);
    adapter.endpointActivation(factory, spec);
    return factory;
  }

  /** Deactivates a bean. */
  public void deactivate(MessageEndpointFactory factory, ActivationSpec spec) {
    adapter.endpointDeactivation(factory, spec);
  }

  /** Returns a specification with a name and a concurrency. */
  public static TeleportActivationSpec spec(String registered, int concurrency) {
    TeleportActivationSpec spec = new TeleportActivationSpec();
    spec.setName(registered);
    spec.setConcurrency(concurrency);
    return spec;
  }

  /** Returns a connection, as an application gets it. */
  public TeleportConnection connect() {
    return factory().getConnection();
  }

  /** Returns the connection factory, as an application gets it. */
  public TeleportConnectionFactory factory() {
    return (TeleportConnectionFactory) managedFactory.createConnectionFactory();
  }

  /** Returns the managed connection factory. */
  public TeleportManagedConnectionFactory managedFactory() {
    return managedFactory;
  }

  /** Waits until no message holds memory. */
  public void awaitNoMemoryInUse() {
    Eventually.holds("no chunk of memory is out", () -> adapter.node().memory().chunksOut() == 0);
  }

  @Override
  public void close() {
    adapter.stop();
    works.close();
    assertThat(works.unfinished()).as("Works left").isZero();
    for (TestEndpointFactory factory : endpoints) {
      assertThat(factory.violations()).isEmpty();
      assertThat(factory.released()).as("endpoints released").isEqualTo(factory.created());
    }
  }
}
