package io.teleport.bench.report;

import io.teleport.bench.Workload;
import io.teleport.node.CommandLine;
import io.teleport.node.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes a page of the results that other workloads wrote. */
public final class ReportCommand implements Workload {

  private static final Path DEFAULT = Path.of("report.html");

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String usage() {
    return """
    report [--out FILE.html] FILE.json...
      makes a page with charts of what --json wrote, of one run or of many
      --out       the page (%s)
    """
        .formatted(DEFAULT);
  }

  @Override
  public void run(List<String> arguments, PrintStream out) throws IOException {
    CommandLine line = CommandLine.parseWithOperands(arguments, Set.of("--out"));
    if (line.operands().isEmpty()) {
      throw new UsageException("report needs at least one file of --json");
    }
    Path page = line.value("--out").map(Path::of).orElse(DEFAULT);
    List<Run> runs = new ArrayList<>();
    for (String file : line.operands()) {
      Path path = Path.of(file);
      if (Files.exists(page) && Files.exists(path) && Files.isSameFile(page, path)) {
        throw new UsageException("--out " + page + ": the page would replace the results");
      }
      runs.addAll(ResultFile.read(path));
    }
    Files.writeString(page, new Page(runs).html(), StandardCharsets.UTF_8);
    out.println(page + (runs.size() == 1 ? ": 1 run" : ": " + runs.size() + " runs"));
  }
}
