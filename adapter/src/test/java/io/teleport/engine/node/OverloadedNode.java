package io.teleport.engine.node;

import io.teleport.Address;
import io.teleport.NodeName;
import io.teleport.engine.frame.MessageKind;
import io.teleport.engine.observe.Counters.Count;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.IntegerTerm;
import io.teleport.term.Term;
import io.teleport.term.Tuple;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A node in a Java process of its own, which obeys orders, a line each, and tells how much memory
 * it holds. It has a listener {@code sleeper}, which handles nothing until it is woken, and one
 * {@code echo}, which answers at once.
 */
final class OverloadedNode implements AutoCloseable {

  /** How long the messages of each sender are. */
  enum Load {
    MIXED(3, 3, 2),
    SMALL(0, 0, 8);

    private final int large;
    private final int medium;
    private final int small;

    Load(int large, int medium, int small) {
      this.large = large;
      this.medium = medium;
      this.small = small;
    }

    int senders() {
      return large + medium + small;
    }

    int size(int sender) {
      if (sender < large) {
        return 10 << 20;
      }
      return sender < large + medium ? 100 << 10 : 100;
    }

    /** Returns how many bytes the senders hold that wait, each with a message in its hand. */
    long inHand() {
      return IntStream.range(0, senders()).mapToLong(this::size).sum();
    }
  }

  /** How many listeners sleep. */
  static final int SLEEPERS = 3;

  /** The bound of each direction. */
  static final long BOUND = 64L << 20;

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private OverloadedNode(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static OverloadedNode start(String name, int port, String other, int otherPort)
      throws IOException {
    Process process =
        JavaProcess.of(
                "-Xmx256m",
                OverloadedNode.class,
                name,
                String.valueOf(port),
                other,
                String.valueOf(otherPort))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    OverloadedNode node = new OverloadedNode(process);
    node.answer();
    return node;
  }

  /** Gives an order and waits for its answer. */
  long obey(String order) {
    try {
      orders.write(order);
      orders.newLine();
      orders.flush();
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("the node ended");
    }
    return Long.parseLong(line);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  // ------------------------------------------------------------------ what the process runs

  /** The process. */
  public static void main(String[] arguments) throws Exception {
    new Role(arguments).obey();
    System.exit(0);
  }

  private static final class Role {

    private static final int MOST_SENDERS = 8;

    private final LocalNode node;
    private final NodeName other;
    private final Inboxes.Held sleeper = new Inboxes.Held();
    private final List<Thread> senders = new ArrayList<>();
    private final AtomicIntegerArray accepted = new AtomicIntegerArray(MOST_SENDERS);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    Role(String[] arguments) throws IOException {
      other = NodeName.of(arguments[2]);
      NodeSettings settings =
          NodeSettings.builder(NodeName.of(arguments[0]), RawPeer.COOKIE)
              .bindAddress("127.0.0.1")
              .port(Integer.parseInt(arguments[1]))
              .peer(
                  other,
                  new InetSocketAddress(
                      InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[3])))
              .bufferMemory(BOUND)
              .sendQueue(BOUND)
              .sendTimeout(Duration.ofMinutes(10))
              .build();
      node = LocalNode.start(settings, NodeEnvironment.of(Executors.newCachedThreadPool()));
      for (int i = 0; i < SLEEPERS; i++) {
        node.register("sleeper" + i, sleeper);
      }
      node.register("echo", Inboxes.answering(node, term -> term));
    }

    void obey() throws Exception {
      System.out.println(0);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = in.readLine(); order != null; order = in.readLine()) {
        System.out.println(carryOut(order));
      }
    }

    private long carryOut(String line) throws InterruptedException {
      List<String> order = List.of(line.split(" ", -1));
      return switch (order.get(0)) {
        case "memory" -> memory();
        case "flood" -> flood(Load.valueOf(order.get(1)), Integer.parseInt(order.get(2)));
        case "waiting" -> senders.stream().filter(Role::waits).count();
        case "stop" -> stop();
        case "accepted" -> accepted();
        case "exchange" -> exchange();
        case "arrived" -> sleeper.count();
        case "wake" -> wake();
        case "handled" -> handled.get();
        case "wrong" -> wrong.get();
        case "lost" ->
            node.counters().get(Count.DEAD_LETTERS) + node.counters().get(Count.POOLS_LOST);
        default -> throw new IllegalArgumentException(line);
      };
    }

    /** Returns how many bytes the process holds: direct memory, and what is alive on the heap. */
    private static long memory() {
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .filter(pool -> pool.getName().equals("direct"))
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      System.gc();
      return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long flood(Load load, int names) {
      for (int i = 0; i < load.senders(); i++) {
        int sender = i;
        Address to = Address.of("sleeper" + i % names, other);
        Thread thread = new Thread(() -> flow(to, sender, load.size(sender)), "sender-" + i);
        thread.start();
        senders.add(thread);
      }
      return senders.size();
    }

    private void flow(Address to, int sender, int size) {
      while (stop.getCount() > 0) {
        int number = accepted.get(sender);
        // Each has bytes of its own, so that all that is held is held on the heap.
        node.send(
            to,
            MessageKind.SEND,
            Tuple.of(
                IntegerTerm.of(sender),
                IntegerTerm.of(number),
                IntegerTerm.of(size),
                Binary.wrap(new byte[size])));
        accepted.set(sender, number + 1);
      }
    }

    private static boolean waits(Thread thread) {
      return thread.getState() == Thread.State.TIMED_WAITING
          || thread.getState() == Thread.State.WAITING;
    }

    private long stop() throws InterruptedException {
      stop.countDown();
      for (Thread sender : senders) {
        sender.join();
      }
      return accepted();
    }

    private long accepted() {
      long sum = 0;
      for (int i = 0; i < MOST_SENDERS; i++) {
        sum += accepted.get(i);
      }
      return sum;
    }

    /** Calls, and sends something large, a good many times; returns how many were answered. */
    private long exchange() {
      Address to = Address.of("echo", other);
      long answered = 0;
      for (int i = 0; i < 1000; i++) {
        Term request = i % 10 == 0 ? Binary.wrap(new byte[1 << 20]) : new Atom("small");
        Term answer = node.call(to, MessageKind.CALL, request, Duration.ofSeconds(30));
        answered += answer.equals(request) ? 1 : 0;
      }
      return answered;
    }

    private long wake() {
      Thread listener = new Thread(this::handleAll, "listener");
      listener.setDaemon(true);
      listener.start();
      return sleeper.count();
    }

    private void handleAll() {
      BitSet[] seen = new BitSet[MOST_SENDERS];
      while (true) {
        try (InboundMessage message = sleeper.nextEver()) {
          Tuple parts = (Tuple) message.decode();
          int sender = ((IntegerTerm) parts.get(0)).intValue();
          int number = ((IntegerTerm) parts.get(1)).intValue();
          if (seen[sender] == null) {
            seen[sender] = new BitSet();
          }
          boolean isNew = !seen[sender].get(number);
          boolean isWhole = parts.get(2).equals(IntegerTerm.of(((Binary) parts.get(3)).size()));
          wrong.addAndGet(isNew && isWhole ? 0 : 1);
          seen[sender].set(number);
        } catch (InterruptedException e) {
          return;
        }
        handled.incrementAndGet();
      }
    }
  }
}
