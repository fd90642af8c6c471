package io.teleport.adapter.inbound;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Sees how the transactions of listeners end. A container need not say so itself: {@code
 * afterDelivery} returns in peace if a bean has called {@code setRollbackOnly}. Safe for use by any
 * thread.
 */
public final class Transactions {

  private final TransactionSynchronizationRegistry registry;

  /**
   * Creates it.
   *
   * @param registry the container's (JCA 2.1, section 5.3.2.1); null if it has none, and then only
   *     what {@code afterDelivery} throws tells that a transaction failed
   */
  public Transactions(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  /** Returns the end of the calling thread's transaction; null if it has none. */
  End watch() {
    if (registry == null || registry.getTransactionKey() == null) {
      return null;
    }
    End end = new End();
    registry.registerInterposedSynchronization(end);
    return end;
  }

  /** How one transaction ended. */
  static final class End implements Synchronization {

    private volatile int status = Status.STATUS_UNKNOWN;

    private End() {}

    @Override
    public void beforeCompletion() {
      // not of interest
    }

    @Override
    public void afterCompletion(int how) {
      status = how;
    }

    /**
     * Checks that it was not rolled back.
     *
     * @throws RollbackException if it was
     */
    void check() throws RollbackException {
      if (status == Status.STATUS_ROLLEDBACK) {
        throw new RollbackException("the transaction of the listener was rolled back");
      }
    }
  }
}
