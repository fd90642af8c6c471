package io.teleport.engine.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.teleport.engine.net.ChunkList;
import io.teleport.engine.net.ChunkPool;
import io.teleport.term.MalformedTermException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every limit, for every form that it is a limit of: what is refused, at which byte, and why. The
 * byte is the one after what was read last: the header that asks for too much.
 */
class RefusalTest {

  private static final DecodeLimits LIMITS = new DecodeLimits(3, 10, 5, 9, 100);
  private static final String PID = "58770161" + "00".repeat(12);
  private static final String FUN = "01" + "ab".repeat(16) + "00000002";

  @ParameterizedTest
  @CsvSource({
    "68016801680168016a, 9",
    "6900000001 6900000001 6900000001 6900000001 6a, 21",
    "6c00000001 6c00000001 6c00000001 6c00000001 6a6a6a6a6a, 21",
    "6c000000016a 6c000000016a 68016801680168016a, 19",
    "7400000001 7400000001 7400000001 7400000001 6a6a6a6a6a, 21",
    "74000000016a 74000000016a 74000000016a 74000000016a 6a, 24",
    "680168016801 6c000000016a6a, 12",
    "680168016801 6b000161, 10"
  })
  void nestingIsLimited(String hex, long offset) {
    assertRefused(hex, offset, "3 levels");
  }

  @ParameterizedTest
  @CsvSource({
    "680b 6a6a6a6a6a6a6a6a6a6a6a, 3",
    "690000000b 6a6a6a6a6a6a6a6a6a6a6a, 6",
    "6c0000000b 6a6a6a6a6a6a6a6a6a6a6a6a, 6",
    "7400000006 6a6a6a6a6a6a6a6a6a6a6a6a, 6",
    "6b000b 6161616161616161616161, 4",
    "6806 6a 6808 6a6a6a6a6a6a6a6a 6a6a6a6a, 6",
    "6802 6b0005 6161616161 6b0005 6161616161, 14",
    "6c00000005 6a6a6a6a6a 6c00000006 6a6a6a6a6a6a 6a, 16"
  })
  void theNumberOfTermsIsLimited(String hex, long offset) {
    assertRefused(hex, offset, "more than 10 terms");
  }

  @ParameterizedTest
  @CsvSource({
    "7706 616161616161, 3, 6 characters",
    "760006 616161616161, 4, 6 characters",
    "7306 616161616161, 3, 6 characters",
    "640006 616161616161, 4, 6 characters",
    "77ff 61616161, 3, 255 bytes",
    "7600ff 61616161, 4, 255 bytes",
    "73ff 61616161, 3, 255 characters",
    "6400ff 61616161, 4, 255 characters",
    "58 7706616161616161 000000000000000000000000, 4, 6 characters",
    "67 7706616161616161 000000000000000000, 4, 6 characters",
    "5a0001 7706616161616161 0000000000000000, 6, 6 characters",
    "78 7706616161616161 000000000000000000000000, 4, 6 characters",
    "71 7706616161616161 770161 6100, 4, 6 characters",
    "71 770161 7706616161616161 6100, 7, 6 characters"
  })
  void theLengthOfAtomsIsLimited(String hex, long offset, String reason) {
    assertRefused(hex, offset, reason);
  }

  @ParameterizedTest
  @CsvSource({"6e0a 00 ffffffffffffffffffff, 3", "6f0000000a 00 ffffffffffffffffffff, 6"})
  void theLengthOfIntegersIsLimited(String hex, long offset) {
    assertRefused(hex, offset, "an integer of 10 bytes: the most is 9");
  }

  @ParameterizedTest
  @CsvSource({"50 00000065 789c, 6, 101 bytes", "50 00000000 789c, 6, 0 bytes"})
  void theInflatedSizeIsLimited(String hex, long offset, String reason) {
    assertRefused(hex, offset, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "6803 6a6a, 3",
    "69 ffffffff 6a6a, 6",
    "69 80000000 6a6a, 6",
    "6c 00000002 6a6a, 6",
    "6c ffffffff 6a6a, 6",
    "74 00000002 6a6a6a, 6",
    "74 ffffffff 6a6a, 6",
    "74 80000001 6a6a, 6",
    "6802 6802 6a6a, 5"
  })
  void elementsAreLimitedByTheBytesThatAreLeft(String hex, long offset) {
    assertRefused(hex, offset, "announced");
  }

  @ParameterizedTest
  @CsvSource({
    "6b 0005 6161, 4",
    "6d ffffffff 61, 6",
    "6f 00000009 00 ff, 7",
    "77 05 6161, 3",
    "73 05 6161, 3",
    "63 312e35, 2",
    "46 3ff8, 2",
    "62 0000, 2",
    "61, 2"
  })
  void lengthsAreLimitedByTheBytesThatAreLeft(String hex, long offset) {
    assertRefused(hex, offset, "needed");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000b, 6a6a6a6a6a6a6a6a6a6a6a, 'more than 10 terms'",
    "ffffffff, 6a6a, announced",
    "00000001, 68016801680168016a, '3 levels'"
  })
  void whatAFunCapturedIsLimited(String captured, String terms, String reason) {
    String fun = "70 00000100" + FUN + captured + "770174 6100 6100" + PID + terms;
    assertRefused(fun, reason.equals("3 levels") ? 60 : 54, reason);
  }

  private static void assertRefused(String hex, long offset, String reason) {
    byte[] bytes = HexFormat.of().parseHex("83" + hex.replace(" ", ""));
    MalformedTermException refusal =
        catchThrowableOfType(
            MalformedTermException.class,
            () -> TermDecoder.decode(bytes, 0, bytes.length, LIMITS, null));
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).contains(reason);
    assertThat(refusal.offset()).as(refusal.reason()).isEqualTo(offset);
    assertRefusedAlikeInChunks(bytes, refusal);
  }

  private static void assertRefusedAlikeInChunks(byte[] bytes, MalformedTermException expected) {
    ChunkPool pool = new ChunkPool(ChunkPool.CHUNK_SIZE, true);
    ChunkList memory = Samples.chunks(pool, bytes);
    try {
      assertThat(
              catchThrowableOfType(
                  MalformedTermException.class, () -> TermDecoder.decode(memory, LIMITS)))
          .hasMessage(expected.getMessage());
    } finally {
      memory.release();
    }
    assertThat(pool.chunksCommitted()).isZero();
  }
}
