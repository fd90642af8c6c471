package io.teleport.bench.app.mdb;

/** What messages travel with. */
interface Transport {

  /** Opens a way out for the calling thread. */
  Outlet open(Content content) throws Exception;
}
