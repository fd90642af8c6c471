package io.teleport.bench.app.mdb;

import io.teleport.bench.wire.ConnectionWire;

/** The two nodes. */
final class Nodes {

  /** The node that sends. */
  static final String SENDER = ConnectionWire.nodeName(0);

  /** The node that receives. */
  static final String RECEIVER = ConnectionWire.nodeName(1);

  private Nodes() {}
}
