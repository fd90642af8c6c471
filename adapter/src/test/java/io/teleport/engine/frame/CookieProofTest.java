package io.teleport.engine.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.teleport.engine.frame.CookieProof.Side;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CookieProofTest {

  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final byte[] CHALLENGE = "challenge".getBytes(UTF_8);

  @Test
  void aProofIsAnHmacOfTheSideAndBothFirstFrames() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("teleport cookie:späť".getBytes(UTF_8), "HmacSHA256"));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("INITIATOR".getBytes(UTF_8));
    text.writeBytes(HELLO);
    text.writeBytes(CHALLENGE);

    assertThat(CookieProof.compute("späť", Side.INITIATOR, HELLO, CHALLENGE))
        .isEqualTo(mac.doFinal(text.toByteArray()))
        .hasSize(CookieProof.LENGTH);
  }

  @Test
  void proofsDoNotChangeBetweenReleases() {
    assertThat(hex(Side.INITIATOR))
        .isEqualTo("39fabcba0477e752d763dafc85bc32a94a2f3c7036b462d8ef133ad2aa7dd27e");
    assertThat(hex(Side.ACCEPTOR))
        .isEqualTo("8a48f5478380fb598b9f4bc5bd301b0acb30bd05ca566bbb56d225baeed9303e");
  }

  @Test
  void theSidesCannotUseEachOthersProof() {
    assertThat(hex(Side.INITIATOR)).isNotEqualTo(hex(Side.ACCEPTOR));
  }

  @Test
  void anEmptyCookieHasAProofToo() {
    assertThat(CookieProof.compute("", Side.ACCEPTOR, HELLO, CHALLENGE)).hasSize(32);
  }

  @Test
  void onlyTheSameProofMatches() {
    byte[] proof = CookieProof.compute("cookie", Side.ACCEPTOR, HELLO, CHALLENGE);
    assertThat(CookieProof.matches(proof, proof.clone())).isTrue();
    for (int i = 0; i < proof.length; i++) {
      byte[] other = proof.clone();
      other[i] ^= 1;
      assertThat(CookieProof.matches(proof, other)).as("byte %d differs", i).isFalse();
    }
    assertThat(CookieProof.matches(proof, new byte[0])).isFalse();
    assertThat(CookieProof.matches(proof, new byte[33])).isFalse();
  }

  private static String hex(Side side) {
    return HexFormat.of().formatHex(CookieProof.compute("cookie", side, HELLO, CHALLENGE));
  }
}
