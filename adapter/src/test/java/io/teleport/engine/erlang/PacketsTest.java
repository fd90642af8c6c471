package io.teleport.engine.erlang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.teleport.engine.etf.DecodeLimits;
import io.teleport.engine.etf.TermDecoder;
import io.teleport.engine.etf.TermEncoder;
import io.teleport.engine.net.ChunkPool;
import io.teleport.engine.net.GatherList;
import io.teleport.engine.net.LinkWriter;
import io.teleport.engine.net.Loop;
import io.teleport.term.Atom;
import io.teleport.term.Binary;
import io.teleport.term.Pid;
import io.teleport.term.Term;
import io.teleport.term.Terms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets from a writer through a real socket to a reader, and what is wrong with others. */
@Timeout(60)
class PacketsTest {

  private static final Pid PID = new Pid(new Atom("a@host"), 1, 2, 3);
  private static final ControlMessage TO_NAME = new ControlMessage.SendToName(PID, "orders");
  private static final TermEncoder ENCODER = new TermEncoder();
  private static final TermDecoder DECODER = new TermDecoder(DecodeLimits.DEFAULT);
  private static final DistributionFlags PLAIN = DistributionFlags.MANDATORY;

  private final ChunkPool pool = new ChunkPool(64L << 20, true);
  private final List<Term> received = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<Departure> fates = new ArrayList<>();
  private int ticks;
  private SocketChannel out;
  private SocketChannel in;
  private Loop loop;

  @BeforeEach
  void connect() throws IOException {
    loop = new Loop("test", Runnable::run, System::nanoTime);
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      out = SocketChannel.open(server.getLocalAddress());
      in = server.accept();
    }
    out.configureBlocking(false);
    in.configureBlocking(false);
  }

  @AfterEach
  void everythingIsGivenBack() throws IOException, InterruptedException {
    out.close();
    in.close();
    assertThat(loop.close(Duration.ofSeconds(1))).isTrue();
    assertThat(pool.chunksCommitted()).isZero();
  }

  /** Keeps what arrives. */
  private final class Kept implements Assembler.Target {
    @Override
    public void tick() {
      ticks++;
    }

    @Override
    public void busy() {
      // nothing is run aside
    }

    @Override
    public void paused() {
      throw new AssertionError("there is room for all");
    }

    @Override
    public boolean isCaller(Pid pid) {
      return false;
    }

    @Override
    public String refusal(ControlMessage control) {
      return control instanceof ControlMessage.SendToName send && send.to().equals("nobody")
          ? "nobody is there"
          : null;
    }

    @Override
    public void message(
        ControlMessage control, OtpEnvelope envelope, ReceivedPayload payload, Runnable onDone) {
      Term term = payload == null ? Atom.UNDEFINED : Terms.detached(payload.decode(DECODER));
      received.add(Terms.tuple(Terms.atom(control.getClass().getSimpleName()), term));
      if (payload != null) {
        payload.release();
      }
      onDone.run();
    }

    @Override
    public void leftOut(ControlMessage control, OtpEnvelope envelope, String reason) {
      leftOut.add(reason);
    }
  }

  private PacketReader reader(DistributionFlags flags) {
    InboundGate gate = new InboundGate(loop, pool, 1 << 20, InboundGate.PATIENCE, () -> {});
    return new PacketReader(
        new Assembler(DECODER, flags, 64 << 10, 16 << 20, gate, gate.stall(null, null), new Kept()),
        32 << 20);
  }

  private OutgoingMessage message(ControlMessage control, Term payload) {
    byte[] bytes = OtpForms.encoded(ENCODER, ControlEncoder.encode(control, PLAIN));
    GatherList content = payload == null ? null : ENCODER.write(payload, 1);
    return new OutgoingMessage(bytes, OutgoingMessage.NO_PREFIX, content, fates::add);
  }

  private void pump(PacketWriter writer, PacketReader reader) throws IOException {
    LinkWriter.Progress progress;
    do {
      progress = writer.write(out);
      assertThat(reader.read(in)).isTrue();
    } while (progress != LinkWriter.Progress.IDLE);
  }

  private void awaitReceived(PacketReader reader, int count) throws IOException {
    while (received.size() + leftOut.size() < count) {
      assertThat(reader.read(in)).isTrue();
    }
  }

  private static Term expected(Term payload) {
    return Terms.tuple(Terms.atom("SendToName"), payload);
  }

  private static Binary binary(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Binary.wrap(bytes);
  }

  @Test
  void aSmallMessageIsOnePacket() throws IOException {
    ControlMessage link = new ControlMessage.Link(PID, PID);
    String pid = "5877066140686f7374000000010000000200000003";
    assertThat(HexFormat.of().formatHex(new PacketEncoder(PLAIN).whole(message(link, null))))
        .isEqualTo("00000030" + "70" + "83" + "6803" + "6101" + pid + pid);
    assertThat(
            HexFormat.of()
                .formatHex(
                    new PacketEncoder(DistributionFlags.OURS)
                        .whole(message(link, Terms.atom("x")))))
        .isEqualTo("00000034" + "834400" + "6803" + "6101" + pid + pid + "770178");
  }

  @Test
  void messagesOfAnySizeArriveInBothForms() throws IOException {
    for (DistributionFlags flags : List.of(PLAIN, DistributionFlags.OURS)) {
      received.clear();
      PacketEncoder encoder = new PacketEncoder(flags);
      PacketWriter writer = new PacketWriter(encoder);
      PacketReader reader = reader(flags);
      List<Term> sent = new ArrayList<>();
      for (int size :
          List.of(
              0, 1, 100, 16_000, 17_000, 65_000, 65_500, 65_530, 65_536, 65_600, 131_072, 200_000,
              1_000_000, 5_000_000)) {
        Term term = Terms.tuple(Terms.atom("m"), binary(size, size));
        sent.add(expected(term));
        OutgoingMessage message = message(TO_NAME, term);
        if (size < 60_000) {
          writer.offer(encoder.whole(message), message.fate());
        } else {
          writer.offerLarge(message);
        }
        pump(writer, reader);
        awaitReceived(reader, sent.size());
      }
      assertThat(received).isEqualTo(sent);
    }
    assertThat(fates).hasSize(28).containsOnly(Departure.LEFT);
  }

  @Test
  void largeMessagesTakeTurnsAndSmallOnesPassThem() throws IOException {
    PacketEncoder encoder = new PacketEncoder(DistributionFlags.OURS);
    PacketWriter writer = new PacketWriter(encoder);
    PacketReader reader = reader(DistributionFlags.OURS);
    Term first = binary(10_000_000, 1);
    Term second = binary(500_000, 2);
    writer.offerLarge(message(TO_NAME, first));
    writer.write(out);
    writer.offerLarge(message(TO_NAME, second));
    OutgoingMessage small = message(TO_NAME, Terms.atom("small"));
    writer.offer(encoder.whole(small), small.fate());
    writer.offer(new byte[4], Departure.UNTOLD);
    pump(writer, reader);
    awaitReceived(reader, 3);
    assertThat(received)
        .containsExactly(expected(Terms.atom("small")), expected(second), expected(first));
    assertThat(ticks).isEqualTo(1);
  }

  @Test
  void whatNobodyWantsIsLeftOutAndTheNextArrives() throws IOException {
    PacketEncoder encoder = new PacketEncoder(DistributionFlags.OURS);
    PacketWriter writer = new PacketWriter(encoder);
    PacketReader reader = reader(DistributionFlags.OURS);
    writer.offerLarge(message(new ControlMessage.SendToName(PID, "nobody"), binary(3_000_000, 1)));
    pump(writer, reader);
    writer.offerLarge(message(TO_NAME, binary(20 << 20, 1)));
    pump(writer, reader);
    OutgoingMessage small = message(TO_NAME, Terms.atom("small"));
    writer.offer(encoder.whole(small), small.fate());
    pump(writer, reader);
    awaitReceived(reader, 3);
    assertThat(received).containsExactly(expected(Terms.atom("small")));
    assertThat(leftOut).hasSize(2);
    assertThat(leftOut.get(0)).isEqualTo("nobody is there");
    assertThat(leftOut.get(1)).contains("maxMessage");
  }

  @Test
  void aMessageThatIsCutShortGivesItsMemoryBack() throws IOException {
    PacketWriter writer = new PacketWriter(new PacketEncoder(DistributionFlags.OURS));
    PacketReader reader = reader(DistributionFlags.OURS);
    writer.offerLarge(message(TO_NAME, binary(5_000_000, 1)));
    writer.write(out);
    while (pool.chunksOut() < 3) {
      reader.read(in);
    }
    writer.abandon();
    writer.discard();
    reader.close();
    assertThat(fates).containsExactly(Departure.CUT_SHORT);
    assertThat(received).isEmpty();
  }

  private void refused(DistributionFlags flags, String hex, String reason) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    PacketReader reader = reader(flags);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    assertThatThrownBy(
            () -> {
              while (true) {
                reader.read(in);
              }
            })
        .isInstanceOf(ErlangProtocolException.class)
        .hasMessageContaining(reason);
    reader.close();
  }

  @Test
  void whatBreaksTheProtocolIsRefused() throws IOException {
    refused(PLAIN, "7fffffff", "a packet of 2147483647 bytes");
    connect();
    refused(PLAIN, "00000003 834400", "unknown header");
    connect();
    refused(DistributionFlags.OURS, "00000004 83440161", "atom cache");
    connect();
    refused(DistributionFlags.OURS, "00000004 83440061", "no term");
    connect();
    refused(DistributionFlags.OURS, "00000005 8344006101", "no tuple");
    connect();
    refused(
        DistributionFlags.OURS,
        "00000012 8346 0000000000000001 0000000000000001",
        "of which nothing came before");
    connect();
    refused(
        DistributionFlags.OURS,
        "00000017 8345 0000000000000001 0000000000000000 00 68016163",
        "0 fragments");
  }

  @Test
  void randomBytesAreRefusedOrRead() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] body = new byte[1 + random.nextInt(60)];
      random.nextBytes(body);
      body[0] = random.nextBoolean() ? PacketLayout.VERSION : PacketLayout.PASS_THROUGH;
      if (body.length > 1) {
        body[1] =
            List.of((byte) 68, (byte) 69, (byte) 70, PacketLayout.VERSION).get(random.nextInt(4));
      }
      ByteBuffer packet = ByteBuffer.allocate(4 + body.length).putInt(body.length).put(body);
      out.write(packet.flip());
      PacketReader reader = reader(DistributionFlags.OURS);
      try {
        assertThat(reader.read(in)).isTrue();
      } catch (ErlangProtocolException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      reader.close();
    }
  }
}
