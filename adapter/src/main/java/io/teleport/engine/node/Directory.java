package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.Destination;
import io.teleport.engine.frame.MessageHeader;
import io.teleport.engine.frame.RejectCode;
import io.teleport.engine.peer.InboundMemory;
import io.teleport.engine.peer.IncomingMessage;
import io.teleport.engine.peer.MessageSink;
import io.teleport.term.Atom;
import io.teleport.term.Pid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who is there on the local node: registered names, processes, and callers that wait. Safe for use
 * by any thread.
 */
final class Directory implements MessageSink {

  private final NodeName node;
  private final int creation;
  private final InboundMemory memory;
  private final PendingCalls calls;
  private final NodeEvents events;
  private final BiFunction<IncomingMessage, Address, InboundMessage> wrap;
  private final BiConsumer<InboundMessage, String> deadLetters;
  private final Map<Destination, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger processes = new AtomicInteger();
  private final Target caller = new Caller();
  private volatile Consumer<Address> gone = address -> {};

  /**
   * Creates an empty directory.
   *
   * @param creation tells this incarnation's processes from those of earlier ones
   * @param memory what the large messages to all destinations share
   * @param events learns which nodes come and go
   * @param wrap makes what an inbox is given
   * @param deadLetters takes note of what reaches no inbox, and why; closed by the caller
   */
  Directory(
      NodeName node,
      int creation,
      InboundMemory memory,
      PendingCalls calls,
      NodeEvents events,
      BiFunction<IncomingMessage, Address, InboundMessage> wrap,
      BiConsumer<InboundMessage, String> deadLetters) {
    this.node = node;
    this.creation = creation;
    this.memory = memory;
    this.calls = calls;
    this.events = events;
    this.wrap = wrap;
    this.deadLetters = deadLetters;
  }

  /** Someone who can be sent to. */
  private final class Entry implements Target {
    private final Address address;
    private final Inbox inbox;
    private final InboundMemory.Share share = memory.share();

    Entry(Address address, Inbox inbox) {
      this.address = address;
      this.inbox = inbox;
    }

    @Override
    public void deliver(IncomingMessage message) {
      inbox.deliver(wrap.apply(message, address));
    }

    @Override
    public boolean confirmsOnReturn() {
      return inbox.confirmsOnReturn();
    }

    @Override
    public InboundMemory.Share memory() {
      return share;
    }
  }

  /** Whoever waits for an answer. */
  private final class Caller implements Target {
    @Override
    public void deliver(IncomingMessage message) {
      calls.answered(message);
    }

    @Override
    public InboundMemory.Share memory() {
      return null;
    }
  }

  Registration register(String name, Inbox inbox) {
    Address address = Address.of(name, node);
    Destination key = new Destination.Name(name);
    Entry entry = new Entry(address, inbox);
    if (entries.putIfAbsent(key, entry) != null) {
      throw new IllegalStateException(
          "the name '%s' is registered on %s already; give each message-driven bean its own name"
              .formatted(name, node));
    }
    return () -> {
      if (entries.remove(key, entry)) {
        gone.accept(address);
      }
    };
  }

  /** Returns what is registered under a name, or null. */
  Inbox registered(String name) {
    Entry entry = entries.get(new Destination.Name(name));
    return entry == null ? null : entry.inbox;
  }

  /** Adds a process. */
  Pid spawn(Inbox inbox) {
    int id = processes.incrementAndGet();
    Pid pid =
        new Pid(
            new Atom(node.toString()),
            Integer.toUnsignedLong(id),
            0,
            Integer.toUnsignedLong(creation));
    entries.put(destination(pid), new Entry(Address.of(pid), inbox));
    return pid;
  }

  /** Removes a process. */
  void exit(Pid pid) {
    if (entries.remove(destination(pid)) != null) {
      gone.accept(Address.of(pid));
    }
  }

  /** Returns how many names and processes there are. */
  int size() {
    return entries.size();
  }

  /** Sets who is told of names and processes that are gone. Called before there are any. */
  void whenGone(Consumer<Address> listener) {
    gone = listener;
  }

  /** Returns what tells this incarnation's processes from those of earlier ones. */
  int creation() {
    return creation;
  }

  /** Returns a destination's share of the memory for large messages; null if nobody is there. */
  InboundMemory.Share memory(Destination destination) {
    Entry entry = entries.get(destination);
    return entry == null ? null : entry.share;
  }

  /** Returns whether a name is registered, or a process is there. */
  boolean isThere(Destination destination) {
    return entries.containsKey(destination);
  }

  /**
   * Delivers a message that did not come by a pool of sockets.
   *
   * @param message makes what the inbox is given, if there is one
   * @return false if nobody is there
   */
  boolean deliver(Destination destination, Function<Address, InboundMessage> message) {
    Entry entry = entries.get(destination);
    if (entry == null) {
      return false;
    }
    entry.inbox.deliver(message.apply(entry.address));
    return true;
  }

  /** Returns how an address is named on the wire. */
  static Destination destination(Address address) {
    if (address instanceof Address.Named named) {
      return new Destination.Name(named.name());
    }
    return destination(((Address.Process) address).pid());
  }

  private static Destination destination(Pid pid) {
    return new Destination.Process((int) pid.id(), (int) pid.serial(), (int) pid.creation());
  }

  @Override
  public Target find(MessageHeader header) {
    if (header.kind().isAnswer()) {
      return calls.isWaiting(header.correlation()) ? caller : null;
    }
    return entries.get(header.destination());
  }

  @Override
  public void undeliverable(IncomingMessage message) {
    Address address = address(message.header().destination());
    try (InboundMessage lost = wrap.apply(message, address)) {
      deadLetters.accept(lost, Rejections.text(RejectCode.NO_SUCH_NAME, address.toString(), ""));
    }
  }

  /** Returns what a destination here is called elsewhere. */
  private Address address(Destination destination) {
    if (destination instanceof Destination.Process process) {
      return Address.of(
          new Pid(
              new Atom(node.toString()),
              Integer.toUnsignedLong(process.id()),
              Integer.toUnsignedLong(process.serial()),
              Integer.toUnsignedLong(process.creation())));
    }
    return Address.of(((Destination.Name) destination).name(), node);
  }

  @Override
  public void nodeUp(NodeName up, long incarnation) {
    events.nodeUp(up, incarnation);
  }

  @Override
  public void nodeDown(NodeName down, long incarnation, String reason) {
    // First, since what becomes of the calls is told after it.
    events.nodeDown(down, incarnation, reason);
    calls.nodeDown(down, "the node went down: " + reason);
  }

  @Override
  public void nodeUnreachable(NodeName lost, String reason) {
    calls.nodeDown(lost, reason);
  }
}
