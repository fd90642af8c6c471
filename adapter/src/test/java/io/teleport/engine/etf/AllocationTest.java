package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.MalformedTermException;
import io.teleport.term.Term;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much heap decoding takes, whatever the input is: what {@link TermDecoder} promises. */
class AllocationTest {

  private static final long PER_BYTE = 48;
  private static final long IN_ANY_CASE = 64 * 1024;

  private static final int LENGTH = 60_000;
  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final ChunkPool POOL = new ChunkPool(64L << 20, false);

  private static final String PID = "58770178" + "00".repeat(12);
  private static final String FUN = "01" + "ab".repeat(16) + "00000002";

  /** Elements that are short for what has to be made of them. */
  static List<String> shortTerms() {
    return List.of(
        "6a",
        "6800",
        "68016a",
        "68026a6a",
        "68036a6a6a",
        "68096a6a6a6a6a6a6a6a6a",
        "6900000000",
        "69000000016a",
        "6c000000006a",
        "6c000000016a6a",
        "6c000000016a6101",
        "6c000000016a6c000000016a6a",
        "7400000000",
        "74000000016a6a",
        "74000000026a6a61016a",
        "6101",
        "62000f0000",
        "6e0000",
        "6e0300010203",
        "6e0800ffffffffffffffff",
        "6e0900ffffffffffffffffff",
        "6f000000010005",
        "463ff8000000000000",
        "63312e35" + "00".repeat(28),
        "770178",
        "7702c3a9",
        "7704f09f9880",
        "730178",
        "7301e9",
        "77026f6b",
        "6d00000000",
        "6d0000000178",
        "4d000000010301",
        "4d000000010801",
        "6b000178",
        "6b0000",
        PID,
        "67770178" + "00".repeat(9),
        "5a0001770178" + "7f".repeat(8),
        "5a0005770178" + "7f".repeat(24),
        "65770178" + "7f".repeat(5),
        "66770178" + "7f".repeat(5),
        "78770178" + "7f".repeat(12),
        "717701787701786100",
        "7000000034" + FUN + "00000000" + "77017461006100" + PID,
        "7000000035" + FUN + "00000001" + "77017461006100" + PID + "6a");
  }

  @ParameterizedTest
  @MethodSource("shortTerms")
  void manyShortTermsTakeABoundedMultipleOfTheirLength(String hex) {
    byte[] bytes = manyOf(HEX.parseHex(hex));
    assertThat(Samples.decoded(bytes)).isNotNull();
    assertWithinBounds(bytes);
  }

  @ParameterizedTest
  @MethodSource("shortTerms")
  void whatEndsTooEarlyTakesNoMore(String hex) {
    byte[] bytes = manyOf(HEX.parseHex(hex));
    assertWithinBounds(Arrays.copyOf(bytes, bytes.length - 1));
    assertWithinBounds(Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static byte[] manyOf(byte[] element) {
    int count = LENGTH / element.length;
    ByteBuffer bytes = ByteBuffer.allocate(6 + count * element.length);
    bytes.put((byte) Tag.VERSION).put((byte) Tag.LARGE_TUPLE).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put(element);
    }
    return bytes.array();
  }

  static Stream<byte[]> longTerms() {
    return Stream.of(
            "6bea60" + "ff".repeat(LENGTH),
            "6c000000016a".repeat(LENGTH / 6) + "6a",
            "6c00000000".repeat(LENGTH / 5) + "6a",
            "6c0000ea60" + "6a".repeat(LENGTH + 1),
            "6c0000ea60" + "6a" + "ff".repeat(LENGTH),
            "6c00000070".repeat(499) + "6a".repeat(LENGTH),
            "6f0000ea6000" + "78".repeat(LENGTH),
            "760190" + "c3a9".repeat(200),
            "6801".repeat(499) + "6a",
            "74000000016a".repeat(499) + "6a",
            "6801".repeat(20_000),
            "74" + "00001770" + distinctKeys(6000),
            "69" + "00003e80" + distinctAtoms(16_000, "7702%04x"),
            "69" + "00003e80" + distinctAtoms(16_000, "7303e9%04x"),
            "69" + "00003e80" + distinctAtoms(16_000, "7704c3a9%04x"))
        .map(hex -> HEX.parseHex("83" + hex));
  }

  private static String distinctAtoms(int count, String form) {
    StringBuilder atoms = new StringBuilder();
    for (int i = 0; i < count; i++) {
      atoms.append(form.formatted((i & 0x7F) | (i << 1 & 0x7F00)));
    }
    return atoms.toString();
  }

  private static String distinctKeys(int count) {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < count; i++) {
      pairs.append("62%08x6a".formatted(i * 7919));
    }
    return pairs.toString();
  }

  @ParameterizedTest
  @MethodSource("longTerms")
  void oneLongTermTakesABoundedMultipleOfItsLength(byte[] bytes) {
    assertWithinBounds(bytes);
  }

  @Property(tries = 2000)
  void aTermOfWhichSomeBytesWereChangedTakesABoundedMultipleOfItsLength(
      @ForAll("changedTerms") byte[] bytes) {
    assertWithinBounds(bytes);
  }

  @Property(tries = 2000)
  void bytesByChanceTakeABoundedMultipleOfTheirLength(@ForAll byte[] bytes) {
    byte[] withVersion = new byte[1 + bytes.length];
    withVersion[0] = (byte) Tag.VERSION;
    System.arraycopy(bytes, 0, withVersion, 1, bytes.length);
    assertWithinBounds(withVersion);
  }

  @Provide
  Arbitrary<byte[]> changedTerms() {
    return TermArbitraries.terms()
        .map(Samples::encoded)
        .flatMap(
            bytes ->
                Arbitraries.randomValue(
                    random -> {
                      byte[] changed = bytes.clone();
                      for (int i = random.nextInt(4); i > 0; i--) {
                        // Near the begin, too, where the headers of the outer terms are.
                        int most = random.nextBoolean() ? changed.length : 10;
                        int at = 1 + random.nextInt(Math.min(most, changed.length) - 1);
                        changed[at] = (byte) random.nextInt(256);
                      }
                      return random.nextInt(4) == 0
                          ? Arrays.copyOf(changed, 1 + random.nextInt(changed.length))
                          : changed;
                    }));
  }

  static Stream<Path> corpus() throws IOException, URISyntaxException {
    Path inputs = Path.of(AllocationTest.class.getResource("TermDecoderFuzzTestInputs").toURI());
    try (Stream<Path> files = Files.list(inputs)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("zip_"))
          .filter(Files::isRegularFile)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void theFuzzersCorpusTakesABoundedMultipleOfItsLength(Path file) throws IOException {
    assertWithinBounds(Files.readAllBytes(file));
  }

  // ------------------------------------------------------------------ the compressed form

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1 << 20, Integer.MAX_VALUE, -1})
  void aClaimOfWhatIsCompressedCostsNothing(int claim) {
    byte[] bytes = ByteBuffer.allocate(20).put((byte) 131).put((byte) 80).putInt(claim).array();
    assertThat(allocated(bytes)).isLessThan(IN_ANY_CASE);
    assertThat(allocated(compressed(new byte[100], claim))).isLessThan(IN_ANY_CASE);
  }

  @Test
  void whatInflatesBeyondItsClaimIsGivenUpAtTheClaim() {
    assertThat(allocated(compressed(new byte[50_000_000], 100_000))).isLessThan(1_000_000);
  }

  @ParameterizedTest
  @MethodSource("shortTerms")
  void aCompressedTermTakesABoundedMultipleOfItsInflatedLength(String hex) {
    byte[] plain = manyOf(HEX.parseHex(hex));
    byte[] inflated = Arrays.copyOfRange(plain, 1, plain.length);
    // What is inflated is held three times, while the array that takes it grows.
    assertThat(allocated(compressed(inflated, inflated.length)))
        .isLessThan((PER_BYTE + 4) * inflated.length + IN_ANY_CASE);
  }

  @Test
  void theNumberOfTermsBoundsWhatACompressedTermTakes() {
    DecodeLimits few = DecodeLimits.DEFAULT.withTerms(1000);
    byte[] bomb = compressed(Arrays.copyOfRange(manyOf(HEX.parseHex("68016a")), 1, LENGTH), LENGTH);
    assertThat(allocated(() -> TermDecoder.decode(bomb, 0, bomb.length, few, null)))
        .isLessThan(4 * LENGTH + IN_ANY_CASE);
  }

  private static byte[] compressed(byte[] data, int claim) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Tag.VERSION);
    out.write(Tag.COMPRESSED);
    out.writeBytes(ByteBuffer.allocate(4).putInt(claim).array());
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  // ------------------------------------------------------------------ measuring

  private static void assertWithinBounds(byte[] bytes) {
    long most = PER_BYTE * bytes.length + IN_ANY_CASE;
    assertThat(allocated(bytes)).as("on the heap").isLessThan(most);
    ChunkList memory = Samples.chunks(POOL, bytes);
    try {
      assertThat(allocated(() -> TermDecoder.decode(memory, DecodeLimits.DEFAULT)))
          .as("in chunks")
          .isLessThan(most);
    } finally {
      memory.release();
    }
  }

  private static long allocated(byte[] bytes) {
    return allocated(() -> Samples.decoded(bytes));
  }

  /** Returns how many bytes a decoding allocates, not counting what only the first one does. */
  private static long allocated(Supplier<Term> decoding) {
    run(decoding);
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    run(decoding);
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static void run(Supplier<Term> decoding) {
    try {
      assertThat(decoding.get()).isNotNull();
    } catch (MalformedTermException e) {
      assertThat(e.offset()).isNotNegative();
    }
  }
}
