package io.teleport.adapter;

import io.teleport.TeleportConnection;
import jakarta.resource.ResourceException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two servers that know each other, made afresh for each test, and a connection of an application
 * on the first. When a test has ended nothing that was received may hold memory.
 */
public abstract class TwoServers {

  protected TestServer alpha;
  protected TestServer beta;

  /** From alpha. */
  protected TeleportConnection connection;

  @BeforeEach
  final void startTwoServers() throws ResourceException {
    List<TestServer> servers = TestServer.startTwo();
    alpha = servers.get(0);
    beta = servers.get(1);
    connection = alpha.connect();
  }

  @AfterEach
  final void stopTwoServers() {
    connection.close();
    alpha.awaitNoMemoryInUse();
    beta.awaitNoMemoryInUse();
    alpha.close();
    beta.close();
  }
}
