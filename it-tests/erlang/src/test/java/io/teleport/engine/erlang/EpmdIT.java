package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.NodeDownException;
import io.teleport.NodeName;
import io.teleport.engine.net.Loop;
import io.teleport.erlang.Epmd;
import io.teleport.erlang.RequiresErlang;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real EPMD makes of us. */
@RequiresErlang
@Timeout(60)
class EpmdIT {

  private static final NodeName APP = NodeName.of("app@localhost");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Epmd epmd;
  private Loop loop;
  private EpmdClient client;
  private EpmdRegistration registration;

  @BeforeEach
  void start() throws IOException {
    epmd = Epmd.start();
    loop = new Loop("test", threads, System::nanoTime);
    loop.start();
    client = new EpmdClient(loop, epmd.address(), "localhost", Duration.ofSeconds(5));
    registration = new EpmdRegistration(loop, epmd.address(), "app", 50_000, "teleport 7420");
  }

  @AfterEach
  void stop() throws InterruptedException {
    registration.close();
    assertThat(loop.close(Duration.ofSeconds(5))).isTrue();
    epmd.close();
    threads.shutdown();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void aRegisteredNodeIsFoundWithItsPortAndWhatItSaysOfItself() {
    registration.begin();
    await(registration::isRegistered);
    assertThat(client.find(APP)).contains(new EpmdNode("app", 50_000, true, 6, 6, "teleport 7420"));
    assertThat(client.names("localhost")).containsEntry("app", 50_000);
  }

  @Test
  void aNodeThatIsNotRegisteredIsNotFound() {
    assertThat(client.find(APP)).isEmpty();
    assertThat(client.names("localhost")).isEmpty();
  }

  @Test
  void aNodeThatClosesItsRegistrationIsForgotten() {
    registration.begin();
    await(registration::isRegistered);
    registration.close();
    await(() -> client.find(APP).isEmpty());
  }

  @Test
  void aNodeRegistersAgainWhenEpmdIsRestarted() throws IOException {
    registration.begin();
    await(registration::isRegistered);
    epmd.kill();
    await(() -> !registration.isRegistered());
    epmd.restart();
    await(registration::isRegistered);
    assertThat(client.find(APP)).isPresent();
  }

  @Test
  void aNodeRegistersAsSoonAsThereIsAnEpmd() throws IOException {
    epmd.kill();
    registration.begin();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(registration.isRegistered()).isFalse();
    epmd.restart();
    await(registration::isRegistered);
  }

  @Test
  void aSecondNodeOfTheSameNameWaitsUntilTheFirstIsGone() {
    registration.begin();
    await(registration::isRegistered);
    EpmdRegistration second = new EpmdRegistration(loop, epmd.address(), "app", 50_001, "");
    second.begin();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(second.isRegistered()).isFalse();
    registration.close();
    await(second::isRegistered);
    second.close();
  }

  @Test
  void withoutEpmdTheFailureSaysWhereItWasLookedForAndWhichSettingCounts() {
    epmd.kill();
    assertThatThrownBy(() -> client.find(APP))
        .isInstanceOf(NodeDownException.class)
        .hasMessageContaining(Integer.toString(epmd.address().getPort()))
        .hasMessageContaining("epmdPort");
  }
}
