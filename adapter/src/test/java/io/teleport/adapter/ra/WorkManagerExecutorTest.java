package io.teleport.adapter.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.adapter.TestWorkManager;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkManagerExecutorTest {

  @Test
  void aTaskRunsOnAThreadOfTheWorkManager() throws Exception {
    try (TestWorkManager works = new TestWorkManager()) {
      CountDownLatch ran = new CountDownLatch(1);
      new WorkManagerExecutor(works).execute(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aRefusedWorkIsARejectedExecution() {
    try (TestWorkManager works = new TestWorkManager()) {
      works.reject(true);
      WorkManagerExecutor executor = new WorkManagerExecutor(works);
      assertThatThrownBy(() -> executor.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
    }
  }
}
