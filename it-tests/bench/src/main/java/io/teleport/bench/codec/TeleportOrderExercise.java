package io.teleport.bench.codec;

import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.GatherList;
import io.teleport.term.Terms;

/** Records by Teleport's table of Java values. */
final class TeleportOrderExercise implements Exercise {

  private final Order order;
  private final TermEncoder encoder = new TermEncoder();
  private final ReceivedMessage received;

  TeleportOrderExercise(Order order) {
    this.order = order;
    this.received = ReceivedMessage.of(GatheredBytes.of(Terms.of(order)));
  }

  @Override
  public Object encode() {
    GatherList list = encoder.write(order, TeleportExercise.HEADROOM);
    list.release();
    return list;
  }

  @Override
  public Order decode() {
    return Terms.as(received.decode(), Order.class);
  }

  @Override
  public long decodeAndWalk() {
    throw new UnsupportedOperationException("a record has no lazy parts");
  }

  @Override
  public void check() {
    DisagreementException.check("teleport", "read", order, decode());
  }

  @Override
  public void close() {
    received.release();
  }
}
