package io.teleport.adapter;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Timer;

/**
 * What a container gives a resource adapter: here, a work manager and sight of transactions.
 *
 * @param works the work manager
 * @param transactions the transactions of the beans
 */
public record TestBootstrapContext(TestWorkManager works, TestTransactions transactions)
    implements BootstrapContext {

  /** Creates the context of a container whose beans have no transactions. */
  public TestBootstrapContext(TestWorkManager works) {
    this(works, new TestTransactions());
  }

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
    return transactions;
  }
}
