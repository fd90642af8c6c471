package io.teleport.adapter.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.Address;
import io.teleport.CallTimeoutException;
import io.teleport.adapter.TwoServers;
import io.teleport.term.IntegerTerm;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long an application may be willing to wait. */
class TimeoutsTest extends TwoServers {

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void aCallMayWaitForEver() throws Exception {
    beta.answer("next", request -> request.as(Integer.class) + 1);
    Address next = beta.address("next");
    assertThat(connection.call(next, 1, FOR_EVER, Integer.class)).isEqualTo(2);
    assertThat(
            connection.callAsync(next, 2, FOR_EVER).toCompletableFuture().get(15, TimeUnit.SECONDS))
        .isEqualTo(IntegerTerm.of(3));
  }

  @Test
  void aMessageMayBeWaitedForForEver() {
    connection.send(Address.of(connection.self()), 1);
    assertThat(connection.receive(FOR_EVER)).isEqualTo(IntegerTerm.of(1));
  }

  @Test
  void whoeverWaitsNoTimeForAMessageTakesOnlyWhatIsThere() {
    assertThatThrownBy(() -> connection.receive(Duration.ZERO))
        .isInstanceOf(CallTimeoutException.class);
    assertThatThrownBy(() -> connection.receive(Duration.ofSeconds(Long.MIN_VALUE)))
        .isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void aCallThatWaitsNoTimeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> connection.call(beta.address("next"), 1, Duration.ZERO))
        .withMessageContaining("expected a positive duration");
  }
}
