package io.teleport.adapter;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/**
 * What a container gives a resource adapter: here, a work manager and nothing else.
 *
 * @param works the work manager
 */
public record TestBootstrapContext(TestWorkManager works) implements BootstrapContext {

  @Override
  public WorkManager getWorkManager() {
    return works;
  }

  @Override
  public XATerminator getXATerminator() {
    throw new UnsupportedOperationException("not asked for");
  }

  @Override
  public Timer createTimer() {
    throw new UnsupportedOperationException("a timer has a thread of its own");
  }

  @Override
  public boolean isContextSupported(Class<? extends WorkContext> type) {
    return false;
  }

  @Override
  public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
    throw new UnsupportedOperationException("not asked for");
  }
}
