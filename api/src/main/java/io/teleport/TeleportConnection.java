package io.teleport;

import io.teleport.term.Pid;
import io.teleport.term.Term;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A handle on the local node, with which an application sends to names and processes of any node.
 *
 * <p>Messages and requests may be {@link Term}s or plain Java values, which are converted by the
 * table in {@link io.teleport.term.Terms}. A {@link TeleportMessage} that a listener received may
 * be sent, too: its payload is passed on as it is, see there. No argument may be {@code null}
 * ({@link NullPointerException}), but a message, a request or an event: that is the atom {@code
 * undefined}. A connection may be used by one thread at a time; get one per thread or per unit of
 * work, and close it.
 *
 * <p>The first message to a node opens its pool of sockets. All methods that send may wait: up to
 * {@code connectTimeout} for a pool, and up to {@code sendTimeout} for room in the send queue. What
 * ends in a stream or channel is read by the sending thread, at the pace of its receiver.
 *
 * <p><strong>Order</strong> is not promised, since messages travel over several sockets, but to
 * those that {@linkplain SendOptions#inOrderOf share a key}.
 *
 * <p><strong>In a transaction</strong> of the container, what {@link #send}, {@link #sendAsync},
 * {@link #cast}, {@link #sendEvent} and {@link #notify} accept leaves when the transaction commits,
 * and never if it rolls back; also if the connection was closed before. Messages are encoded when
 * they are sent, and held, up to {@code transactionLimit} bytes; what exceeds that is a {@link
 * BackpressureException}. Streams and channels cannot be held: they are refused with an {@link
 * IllegalArgumentException}; a received message that is still arriving can, and is passed on while
 * its transaction commits. If a node cannot be reached when the transaction is to commit, it is
 * rolled back, and nothing is sent; if one is lost in that very instant the commit fails, and
 * nothing is sent either. Requests ({@link #call}, {@link #callAsync}, {@link #syncNotify}) go out
 * at once in any case, and so do answers.
 *
 * <p><strong>Dead letters.</strong> A message that was accepted and does not reach its destination,
 * or of which nobody knows whether it did, is a dead letter: counted, logged, and handed to the
 * bean that is registered as {@link DeadLetter#LISTENER} on the sending node, if there is one.
 *
 * <p>These exceptions are common to all methods that send:
 *
 * <ul>
 *   <li>{@link NodeDownException}: no pool of sockets to the node could be opened in time, or one
 *       of the two nodes stops;
 *   <li>{@link AuthenticationException}: the node has another cookie;
 *   <li>{@link BackpressureException}: the send queue stayed full for {@code sendTimeout}, the
 *       receiver of a stream read nothing for as long, or messages went to too many names of one
 *       node within seconds;
 *   <li>{@link MessageTooLargeException}: the receiver does not take a message of this size in this
 *       shape;
 *   <li>{@link BodyLengthException}: a stream, channel or file that the message ends in has another
 *       length than was announced;
 *   <li>{@link io.teleport.term.TermConversionException}: the message holds a value that no term
 *       stands for;
 *   <li>{@link io.teleport.term.PayloadReleasedException}: the message is one, or holds a binary of
 *       one, whose listener has returned;
 *   <li>{@link TeleportException} itself: the stream, channel or file that the message ends in
 *       could not be read, the sending thread was interrupted while it waited (it stays
 *       interrupted), or the node is not running;
 *   <li>{@link IllegalStateException}: the connection is closed, or the message ends in a stream
 *       that somebody reads already.
 * </ul>
 *
 * <p>What a stream or channel throws that is unchecked reaches the sender as it is. After an
 * exception the message was certainly not delivered as a whole; a listener that had begun to read
 * it gets an {@link java.io.IOException}.
 */
public interface TeleportConnection extends AutoCloseable {

  /**
   * Sends a message, like Erlang's {@code To ! Message}. Returns when the message is accepted for
   * sending; if it ends in a stream or channel, when that was read to its end. If the destination
   * does not exist the message becomes a dead letter.
   */
  void send(Address to, Object message);

  /**
   * Sends a message in a certain way.
   *
   * @see #send(Address, Object)
   */
  void send(Address to, Object message, SendOptions options);

  /**
   * Sends a message and tells what becomes of it. Like {@link #send(Address, Object)} it may wait
   * until the message is accepted, and throws if it is not; no thread waits from then on.
   *
   * <p>The stage completes when the receiver has confirmed the message. It fails, and the message
   * is a dead letter, with
   *
   * <ul>
   *   <li>{@link NoSuchNameException}: the destination does not exist;
   *   <li>{@link MessageTooLargeException}: the receiver does not take it;
   *   <li>{@link ListenerFailedException}: the listener confirms when it returns, and it did not
   *       return normally;
   *   <li>{@link NodeDownException}: the node went down, or stopped, and the message was certainly
   *       not delivered;
   *   <li>{@link DeliveryUnknownException}: the connection was lost, and it may have been
   *       delivered;
   *   <li>{@link BodyLengthException}, or {@link TeleportException} itself: the file that it ends
   *       in became shorter, or could not be read;
   *   <li>{@link TransactionRolledBackException}: the transaction that it was sent in did not
   *       commit; such a message is no dead letter, for it was never meant to leave.
   * </ul>
   *
   * <p>Stages complete on threads of the container's work manager.
   */
  CompletionStage<Void> sendAsync(Address to, Object message);

  /**
   * Sends a message in a certain way and tells what becomes of it. That of {@link
   * Delivery#BEST_EFFORT} counts as done when it was handed to the operating system, or, if it is
   * large, when the receiver has confirmed it.
   *
   * @see #sendAsync(Address, Object)
   */
  CompletionStage<Void> sendAsync(Address to, Object message, SendOptions options);

  /**
   * Sends a request and waits for the answer, like {@code gen_server:call/3}.
   *
   * @param timeout how long to wait for the answer, from now; positive. It does not cut short the
   *     sending of the request. More than a hundred years count as a hundred.
   * @return the answer, whose binaries are on the heap and stay valid
   * @throws IllegalArgumentException if the timeout is zero or negative
   * @throws CallTimeoutException if no answer came in time; the request may have been served all
   *     the same
   * @throws NoSuchNameException if nothing is registered under that name
   * @throws NodeDownException if the node cannot be reached, or goes down, and the request was
   *     certainly not delivered
   * @throws DeliveryUnknownException if the node goes down before it answers, and the request may
   *     have been served
   * @throws ListenerFailedException if the listener on the other side threw an exception, its
   *     transaction was rolled back, or what it answered could not be sent
   * @throws io.teleport.term.MalformedTermException if the answer is not a well-formed term
   * @throws TeleportException if the thread was interrupted while it waited; it stays interrupted,
   *     and the request may be served all the same
   */
  Term call(Address to, Object request, Duration timeout);

  /**
   * Sends a request and waits for the answer as a Java value.
   *
   * @see #call(Address, Object, Duration)
   * @throws io.teleport.term.TermConversionException if the answer is not a {@code T}
   */
  <T> T call(Address to, Object request, Duration timeout, Class<T> type);

  /**
   * Sends a request; the stage completes with the answer, or with one of the exceptions of {@link
   * #call(Address, Object, Duration)}. Stages complete on threads of the container's work manager.
   *
   * <p>Like {@link #sendAsync} it may wait until the request is accepted, and throws if it is not:
   * a request whose stage there is was accepted, and one for which this method throws was certainly
   * not served.
   */
  CompletionStage<Term> callAsync(Address to, Object request, Duration timeout);

  /** Sends a request that has no answer, like {@code gen_server:cast/2}. */
  void cast(Address to, Object request);

  /** Sends an event to a state machine, like {@code gen_fsm:send_event/2}. */
  void sendEvent(Address to, Object event);

  /** Sends an event to an event manager, like {@code gen_event:notify/2}. */
  void notify(Address to, Object event);

  /**
   * Sends an event to an event manager and waits until its handlers are done with it, like {@code
   * gen_event:sync_notify/2}: a listener, until it has returned, unless it answers earlier.
   *
   * @see #call(Address, Object, Duration) call, for the exceptions
   */
  void syncNotify(Address to, Object event, Duration timeout);

  /**
   * Opens the pools of these nodes and takes every socket through a round trip, so that the first
   * real message finds them warm.
   *
   * @param nodes none of them null; for all of them together it takes {@code connectTimeout} at the
   *     most. Erlang nodes are connected one after the other, with that much time each.
   * @throws NodeDownException if one of the nodes cannot be reached in time; the pools of the
   *     others are opened all the same
   * @throws AuthenticationException if one of the nodes has another cookie, likewise
   * @throws TeleportException if the thread was interrupted while it waited; it stays interrupted
   */
  void prime(Collection<NodeName> nodes);

  /**
   * Tells whether a node can be reached, opening its pool if need be, like {@code net_adm:ping/1}.
   *
   * @return whether the node answered within {@code connectTimeout}; false, too, if it has another
   *     cookie
   * @throws TeleportException if the thread was interrupted while it waited; it stays interrupted
   */
  boolean ping(NodeName node);

  /**
   * Returns the nodes to which a complete pool of sockets is open now, and the Erlang nodes that
   * are connected; without the local node. The set is the caller's.
   */
  Set<NodeName> nodes();

  /** Returns the name of the local node. */
  NodeName node();

  /**
   * Returns the process identifier of this connection, to which any node can send; {@link #receive}
   * takes what arrives. It stops existing when the connection is closed: what it has not taken is a
   * dead letter, and so is what comes later.
   */
  Pid self();

  /**
   * Takes the next message sent to {@link #self}, waiting for it if there is none.
   *
   * @param timeout how long to wait; zero or less to take only what is there. More than a hundred
   *     years count as a hundred.
   * @return the message, whose binaries are on the heap and stay valid
   * @throws CallTimeoutException if none came in time
   * @throws MessageTooLargeException if one came that is larger than {@code maxMessage}; it is a
   *     dead letter
   * @throws io.teleport.term.MalformedTermException if one came that is not a well-formed term; it
   *     is dropped
   * @throws TeleportException if the thread was interrupted while it waited; it stays interrupted
   */
  Term receive(Duration timeout);

  /**
   * Gives the connection back. Messages accepted before are sent all the same. Doing so twice is
   * harmless.
   */
  @Override
  void close();
}
