package io.teleport;

/**
 * Learns which remote nodes come and go: a message-driven bean, which needs no activation property,
 * or any object that is given to {@link TeleportConnectionFactory#watchNodes}.
 *
 * <p>For each life of a node a listener gets {@link #nodeUp} once and then {@link #nodeDown} once,
 * one event at a time, in the order in which they happened; a listener that comes later learns at
 * once of the nodes that are up. The local node is not told of. Events come on threads of the
 * container's work manager. What becomes of messages to a node ({@link
 * TeleportConnection#sendAsync}, {@link TeleportConnection#callAsync}) is told after the events of
 * that node which happened before, unless a listener is at work for longer than a second.
 *
 * <p>What a listener throws is logged; the event is not repeated.
 */
public interface TeleportNodeListener {

  /**
   * A node is up.
   *
   * @throws Exception anything; it is logged
   */
  void nodeUp(NodeUp event) throws Exception;

  /**
   * A node is down.
   *
   * @throws Exception anything; it is logged
   */
  void nodeDown(NodeDown event) throws Exception;
}
