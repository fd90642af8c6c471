package io.teleport.bench;

import io.teleport.bench.cluster.ClusterWorkload;
import io.teleport.bench.codec.CodecWorkload;
import io.teleport.bench.report.BadInputException;
import io.teleport.bench.report.ReportCommand;
import io.teleport.node.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs the workload that is named by the first argument. */
public final class Bench {

  private static final List<Workload> WORKLOADS = workloads();

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Bench() {}

  /** Runs a workload; ends with 1 if it failed, with 2 if the arguments make no sense. */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  static int run(List<String> args, PrintStream out, PrintStream errors) {
    if (args.isEmpty() || List.of("-h", "--help", "help").contains(args.get(0))) {
      out.print(usage());
      return args.isEmpty() ? MISUSED : OK;
    }
    try {
      workload(args.get(0)).run(args.subList(1, args.size()), out);
      return OK;
    } catch (UsageException e) {
      errors.println("bench.sh: " + e.getMessage());
      errors.print(usage());
      return MISUSED;
    } catch (BadInputException e) {
      errors.println("bench.sh: " + e.getMessage());
      return FAILED;
    } catch (Exception e) {
      errors.println("bench.sh: " + args.get(0) + " failed");
      e.printStackTrace(errors);
      return FAILED;
    }
  }

  private static List<Workload> workloads() {
    List<Workload> all = new ArrayList<>(ClusterWorkload.all());
    all.add(new CodecWorkload());
    all.add(new ReportCommand());
    return List.copyOf(all);
  }

  private static Workload workload(String name) {
    return WORKLOADS.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no workload is named %s: expected one of %s"
                        .formatted(name, WORKLOADS.stream().map(Workload::name).toList())));
  }

  private static String usage() {
    StringBuilder text = new StringBuilder("usage: bench.sh [--no-build] WORKLOAD [options]\n");
    WORKLOADS.forEach(workload -> text.append('\n').append(workload.usage()));
    return text.toString();
  }
}
