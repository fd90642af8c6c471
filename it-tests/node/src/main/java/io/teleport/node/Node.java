package io.teleport.node;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A node that runs: takes orders, gives answers. To be used by one thread. */
public interface Node extends AutoCloseable {

  /** Gives an order; {@link #answer} is to follow. */
  void order(String order);

  /**
   * Waits for the answer to the last order.
   *
   * @return its figures by name
   * @throws IllegalStateException if the order failed, or the node ended
   */
  Map<String, Double> answer();

  /** Gives an order and waits for its answer. */
  default Map<String, Double> obey(String order) {
    order(order);
    return answer();
  }

  /** Returns the processor time that the node has used. */
  Duration processorTime();

  /** Returns how much of it the just-in-time compiler has used; zero if that is not known. */
  Duration compilerTime();

  /** Tells the node to end, and does not wait for it. */
  void end() throws IOException;

  /** Ends the node, and waits until it has ended. */
  @Override
  void close() throws IOException;
}
