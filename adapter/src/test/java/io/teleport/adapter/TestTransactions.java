package io.teleport.adapter;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The transactions of a container: of those that a thread has begun, the last is its current one.
 */
public final class TestTransactions implements TransactionSynchronizationRegistry {

  private final ThreadLocal<Deque<Transaction>> begun = ThreadLocal.withInitial(ArrayDeque::new);
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger rolledBack = new AtomicInteger();

  private static final class Transaction {
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private boolean rollbackOnly;
  }

  /** Begins the calling thread's transaction. */
  public void begin() {
    begun.get().push(new Transaction());
  }

  /** Commits the calling thread's transaction, or rolls it back in silence if it was told to. */
  public void end() {
    Transaction transaction = begun.get().pop();
    (transaction.rollbackOnly ? rolledBack : committed).incrementAndGet();
    int status = transaction.rollbackOnly ? Status.STATUS_ROLLEDBACK : Status.STATUS_COMMITTED;
    transaction.synchronizations.forEach(each -> each.afterCompletion(status));
  }

  /** Returns how many were committed. */
  public int committed() {
    return committed.get();
  }

  /** Returns how many were rolled back. */
  public int rolledBack() {
    return rolledBack.get();
  }

  @Override
  public Object getTransactionKey() {
    return begun.get().peek();
  }

  @Override
  public void registerInterposedSynchronization(Synchronization synchronization) {
    Transaction transaction = begun.get().peek();
    if (transaction.rollbackOnly) {
      throw new IllegalStateException("the transaction can only roll back");
    }
    transaction.synchronizations.add(synchronization);
  }

  @Override
  public int getTransactionStatus() {
    Transaction transaction = begun.get().peek();
    if (transaction == null) {
      return Status.STATUS_NO_TRANSACTION;
    }
    return transaction.rollbackOnly ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
  }

  @Override
  public void setRollbackOnly() {
    begun.get().peek().rollbackOnly = true;
  }

  @Override
  public boolean getRollbackOnly() {
    return begun.get().peek().rollbackOnly;
  }

  @Override
  public void putResource(Object key, Object value) {
    throw new UnsupportedOperationException("not asked for");
  }

  @Override
  public Object getResource(Object key) {
    throw new UnsupportedOperationException("not asked for");
  }
}
