package io.teleport.chaos;

import io.teleport.node.UsageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The command line of the chaos run. */
public final class Chaos {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Chaos() {}

  /**
   * Runs; ends with 1 if the account did not close, with 2 if the arguments make no sense. The
   * system property {@code chaos.directory} says where files go.
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  private static int run(List<String> arguments, PrintStream out, PrintStream errors) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(ChaosOptions.USAGE);
      return OK;
    }
    try {
      ChaosOptions options = ChaosOptions.parse(arguments);
      Path directory = Path.of(System.getProperty("chaos.directory", "chaos"));
      boolean good =
          options.seeds() > 1
              ? new SeedRow(options, directory, out).run()
              : new ChaosRun(options, directory, out).run().isGood();
      return good ? OK : FAILED;
    } catch (UsageException e) {
      errors.println("chaos.sh: " + e.getMessage());
      errors.print(ChaosOptions.USAGE);
      return MISUSED;
    } catch (Exception e) {
      errors.println("chaos.sh: the run failed");
      e.printStackTrace(errors);
      return FAILED;
    }
  }
}
