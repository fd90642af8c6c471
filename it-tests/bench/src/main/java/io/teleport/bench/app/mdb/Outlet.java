package io.teleport.bench.app.mdb;

/** One sender's way out. Used by one thread. */
interface Outlet extends AutoCloseable {

  /** Sends the sender's content. */
  void send(Header header) throws Exception;

  @Override
  void close();
}
