package io.teleport.bench.wire;

import io.teleport.TeleportConnection;

/** Lends connections to the threads that send. Safe for use by any thread. */
public interface Connections {

  /** Returns a connection for the calling thread, which is to be given back. */
  TeleportConnection take();

  /** Takes a connection back, by the thread that had it. */
  void giveBack(TeleportConnection connection);
}
