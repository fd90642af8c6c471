package io.teleport.engine.peer;

import java.util.concurrent.CompletableFuture;

/**
 * A pool of sockets to one incarnation of a peer, as its {@link Association} sees it. Methods may
 * be called by any thread.
 */
interface Pool {

  /** Returns what goes by it. */
  Association association();

  /** Sends a ping on the control and small lanes; completes when both came back. */
  CompletableFuture<Void> ping();

  /** Returns whether it is complete, and messages can be sent by it. */
  boolean isUsable();

  /** Sends a frame on the control lane. */
  void control(byte[] frame);

  /** Queues a frame on the control lane; {@link #flushControl} is to follow. */
  void offerControl(QueuedFrame frame);

  /** Queues a message on the small lane; {@link #flushSmall} is to follow. */
  void offerSmall(QueuedFrame frame);

  /** Makes sure that what is queued on the control lane leaves. */
  void flushControl();

  /** Makes sure that what is queued on the small lane leaves. */
  void flushSmall();

  /** Drops what is queued on the small lane of a pool that is settled. */
  void discardSmall();

  /** Chooses the bulk socket that has the least to do. */
  BulkWriter leastLoaded();

  /** Returns how many bulk sockets it has. */
  int bulkSockets();

  /** Closes all sockets; the association is told when nothing moves any more. */
  void end(Throwable reason);

  /** Returns whether all sockets are closed, and nothing moves on them any more. */
  boolean isSettled();

  /**
   * Returns whether it ended for a reason that holds for other pools, too: the peer has said
   * goodbye, or broken the protocol.
   */
  boolean isLast();

  /** Is used for no more messages. */
  void beginLeaving();

  /** Says goodbye. */
  void sayGoodbye(String reason);

  /**
   * Waits until the peer has closed, as it does when it hears the goodbye, and closes. Blocks.
   *
   * @param deadlineNanos until when to wait
   */
  void awaitEnd(long deadlineNanos) throws InterruptedException;
}
