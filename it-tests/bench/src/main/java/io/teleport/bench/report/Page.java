package io.teleport.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The whole page: an overview, a chapter for each run, and where all that was measured. */
final class Page {

  private static final String STYLE = "/report.css";
  private static final List<String> WORKLOADS =
      List.of("ring", "mix", "small", "call", "erlang", "mdb", "codec");

  /** What the overview has besides throughput. */
  private static final List<String> ALSO_IN_OVERVIEW = List.of("busy_p99_us", "p99_us");

  private final List<Run> runs;
  private final List<Origins.Group> origins;

  Page(List<Run> runs) {
    this.runs = runs.stream().sorted(Comparator.comparingInt(Page::place)).toList();
    this.origins = Origins.of(this.runs);
  }

  private static int place(Run run) {
    int at = WORKLOADS.indexOf(run.workload());
    return at < 0 ? WORKLOADS.size() : at;
  }

  /** Returns the page as a document in HTML 5 that needs nothing else. */
  String html() {
    Html html = new Html();
    html.raw(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Teleport benchmarks</title>
        <style>
        """);
    html.raw(style()).raw("</style>\n</head>\n<body>\n<main>\n");
    head(html);
    overview(html);
    SvgPicture pictures = new SvgPicture();
    for (int i = 0; i < runs.size(); i++) {
      new Chapter(runs.get(i), anchor(i)).write(html, pictures);
    }
    Origins.write(html, origins);
    howToRead(html);
    return html.raw("</main>\n</body>\n</html>\n").toString();
  }

  private void head(Html html) {
    html.raw("<header>\n").element("h1", "Teleport benchmarks");
    for (Origins.Group group : origins) {
      String line = group.line();
      if (!line.isEmpty()) {
        html.element("p", "class=\"origin\"", line);
      }
    }
    html.raw("<nav>\n");
    for (int i = 0; i < runs.size(); i++) {
      html.element("a", "href=\"#%s\"".formatted(anchor(i)), Chapter.shortTitle(runs.get(i)));
    }
    html.raw("<a href=\"#origins\">machine and versions</a>\n");
    html.raw("<a href=\"#reading\">how to read it</a>\n</nav>\n</header>\n");
    if (origins.size() > 1) {
      html.element(
          "p",
          "class=\"bad\"",
          "These runs are from different machines or versions. Compare figures only within one"
              + " run.");
    }
  }

  private static String anchor(int run) {
    return "run-" + (run + 1);
  }

  private void overview(Html html) {
    List<Run> shown = runs.stream().filter(run -> !run.workload().equals("codec")).toList();
    if (shown.isEmpty()) {
      return;
    }
    List<String> peers =
        Run.inOrder(shown.stream().flatMap(run -> run.peers().stream()).distinct().toList())
            .stream()
            .filter(peer -> !peer.equals(Run.OURS))
            .toList();
    html.raw("<section>\n").element("h2", "At a glance");
    html.raw("<div class=\"scroll\"><table>\n<thead><tr>\n");
    html.element("th", "Workload").element("th", "").element("th", "Figure");
    html.element("th", "class=\"num\"", Run.OURS);
    peers.forEach(peer -> html.element("th", "class=\"num\"", "÷ " + peer));
    html.raw("</tr></thead>\n<tbody>\n");
    for (Run run : shown) {
      for (Variant variant : run.variants()) {
        run.figures().stream()
            .filter(Page::isInOverview)
            .forEach(figure -> overviewRow(html, run, variant, figure, peers));
      }
    }
    html.raw("</tbody>\n</table></div>\n");
    html.element(
        "p",
        "class=\"note\"",
        "Medians of all rounds, and Teleport's divided by each peer's. Green is better than the"
            + " peer, red is worse.");
    html.raw("</section>\n");
  }

  private static boolean isInOverview(Figure figure) {
    return (figure.better() == Figure.Better.MORE && figure.phase().isEmpty())
        || ALSO_IN_OVERVIEW.contains(figure.name());
  }

  private static void overviewRow(
      Html html, Run run, Variant variant, Figure figure, List<String> peers) {
    if (Stream.concat(Stream.of(Run.OURS), peers.stream())
        .noneMatch(peer -> run.spread(variant, peer, figure).isPresent())) {
      return;
    }
    html.raw("<tr>").element("th", "scope=\"row\"", Chapter.shortTitle(run));
    html.element("td", run.label(variant)).element("td", figure.titleAndUnit());
    html.element(
        "td",
        "class=\"num strong\"",
        run.spread(variant, Run.OURS, figure)
            .map(spread -> Quantity.exact(spread.median()))
            .orElse(""));
    for (String peer : peers) {
      ratio(html, figure, run.ratio(variant, peer, figure));
    }
    html.raw("</tr>\n");
  }

  /** Appends a cell with a ratio, coloured where it is clear which side is the better one. */
  static void ratio(Html html, Figure figure, OptionalDouble ratio) {
    if (ratio.isEmpty()) {
      html.element("td", "class=\"num\"", "");
      return;
    }
    String kind =
        figure.better() == Figure.Better.UNDECIDED
            ? ""
            : figure.better().isGood(ratio.getAsDouble()) ? " better" : " worse";
    html.element("td", "class=\"num" + kind + "\"", Quantity.ratio(ratio.getAsDouble()));
  }

  private static void howToRead(Html html) {
    html.raw(
        """
        <section id="reading">
        <h2>How to read it</h2>
        <ul>
        <li>All peers of a run had their turns on the same machine, round by round. What counts is
          the ratio within a run; figures of different runs or machines are not comparable.</li>
        <li>Each figure is the median of the rounds; beside it stand the least and the most of any
          round. Where that spread is wider than the difference between two peers, there is no
          difference to speak of.</li>
        <li>A ratio is Teleport's median divided by the peer's. Of throughput, more is better; of
          latency and memory, less is.</li>
        <li>Axes of latencies, and of all codec charts, are logarithmic: from one line to the next
          it is ten times as much. Bars begin at zero.</li>
        <li>A percentile of latency says how long that share of the calls took at most: of 1,000
          calls, one took longer than the one at 99.9&nbsp;%. The maximum is one single call.</li>
        </ul>
        </section>
        """);
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + STYLE, e);
    }
  }
}
