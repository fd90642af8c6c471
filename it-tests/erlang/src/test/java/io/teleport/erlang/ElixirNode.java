package io.teleport.erlang;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A real, named Elixir node that runs a script. */
final class ElixirNode {

  private ElixirNode() {}

  /** Starts one that registers with an EPMD. */
  static Process start(Epmd epmd, String name, List<String> script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "elixir",
                "--name",
                name,
                "--cookie",
                JavaNodes.COOKIE,
                "--erl",
                "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
                "-e",
                String.join("\n", script))
            .redirectErrorStream(true);
    builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmd.address().getPort()));
    return builder.start();
  }

  /** Runs a script to its end; returns the lines that it printed. */
  static List<String> output(Epmd epmd, String name, List<String> script)
      throws IOException, InterruptedException {
    Process process = start(epmd, name, script);
    process.getOutputStream().close();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}
