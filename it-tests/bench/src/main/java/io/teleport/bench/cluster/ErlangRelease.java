package io.teleport.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The Erlang that {@code erl} starts. */
final class ErlangRelease {

  /** Prints, for example, {@code 25 (erts 13.1.5)}, and ends. */
  private static final String QUESTION =
      "io:format(\"~s (erts ~s)\", [erlang:system_info(otp_release), erlang:system_info(version)]),"
          + " halt().";

  private ErlangRelease() {}

  /**
   * Asks which OTP release is installed.
   *
   * @throws IllegalStateException if {@code erl} fails
   */
  static String installed() {
    try {
      Process erl =
          new ProcessBuilder("erl", "-noshell", "-eval", QUESTION)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      erl.getOutputStream().close();
      String release =
          new String(erl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = erl.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("erl ended with " + exit);
      }
      return release;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask erl for its release", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
