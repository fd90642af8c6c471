package io.teleport.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.CategoryChart;

/** What a page says of one run: charts, and all figures. */
final class Chapter {

  private final Run run;
  private final String anchor;

  Chapter(Run run, String anchor) {
    this.run = run;
    this.anchor = anchor;
  }

  /** Returns the name of the workload, and its mode where it is not the usual one. */
  static String shortTitle(Run run) {
    return run.mode().isEmpty() || run.mode().equals("engine")
        ? run.workload()
        : run.workload() + " (" + run.mode() + ")";
  }

  void write(Html html, SvgPicture pictures) {
    About about = About.workload(run.workload());
    html.raw("<section id=\"%s\">\n".formatted(anchor)).element("h2", about.title());
    if (!about.text().isEmpty()) {
      html.element("p", about.text());
    }
    html.element("p", "class=\"note\"", String.join(" · ", facts()));
    verdict(html);
    html.raw("<div class=\"charts\">\n");
    for (CategoryChart chart : new Gallery(run).charts()) {
      html.raw(
          "<figure class=\"%s\">\n"
              .formatted(chart.getWidth() > Charts.NARROW ? "wide" : "narrow"));
      html.raw(pictures.of(chart)).raw("\n</figure>\n");
    }
    html.raw("</div>\n<details open>\n<summary>All figures</summary>\n");
    table(html);
    html.raw("</details>\n</section>\n");
  }

  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    if (!run.mode().isEmpty()) {
      facts.add("mode " + run.mode());
    }
    Map<String, String> settings = run.settings();
    for (String name : List.of("nodes", "senders")) {
      if (!settings.getOrDefault(name, "0").equals("0")) {
        facts.add(settings.get(name) + " " + name);
      }
    }
    String bytes = run.commonBytes().orElse(settings.getOrDefault(Variant.BYTES, ""));
    if (bytes.matches("[1-9]\\d{0,14}")) {
      facts.add("messages of " + Quantity.bytes(Double.parseDouble(bytes)));
    }
    int rounds = run.roundsOfEach();
    facts.add(rounds == 1 ? "1 round" : rounds + " rounds");
    if (!run.time().isEmpty()) {
      facts.add(run.time().replaceFirst("^(\\S+)T(\\d\\d:\\d\\d).*Z$", "$1 $2 UTC"));
    }
    facts.add(run.file().getFileName().toString());
    return facts;
  }

  private void verdict(Html html) {
    if (!run.finished()) {
      html.element(
          "p", "class=\"bad\"", "This run did not come to its end: its file has no summary.");
    }
    if (run.wrong() > 0) {
      html.element(
          "p",
          "class=\"bad\"",
          "Messages lost or corrupt: %s. These figures do not count."
              .formatted(Quantity.exact(run.wrong())));
    } else if (run.countsLosses()) {
      html.element("p", "class=\"good\"", "Nothing was lost, and nothing corrupt, in any round.");
    }
  }

  private void table(Html html) {
    List<String> peers = run.peers();
    html.raw("<div class=\"scroll\"><table>\n<thead>\n<tr><th rowspan=\"2\">Figure</th>\n");
    for (String peer : peers) {
      html.element("th", "class=\"group\" colspan=\"%d\"".formatted(columns(peer)), peer);
    }
    html.raw("</tr>\n<tr>");
    for (String peer : peers) {
      html.element("th", "class=\"num first\"", "median").element("th", "class=\"num\"", "spread");
      if (!peer.equals(Run.OURS)) {
        html.element("th", "class=\"num\"", "ours ÷ its");
      }
    }
    html.raw("</tr>\n</thead>\n");
    int all = 1 + peers.stream().mapToInt(Chapter::columns).sum();
    for (Variant variant : run.variants()) {
      html.raw("<tbody>\n");
      String label = run.label(variant);
      if (!label.isEmpty()) {
        html.raw("<tr>")
            .element(
                "th", "class=\"variant\" scope=\"rowgroup\" colspan=\"%d\"".formatted(all), label)
            .raw("</tr>\n");
      }
      run.figures().forEach(figure -> row(html, variant, figure));
      html.raw("</tbody>\n");
    }
    html.raw("</table></div>\n");
  }

  private static int columns(String peer) {
    return peer.equals(Run.OURS) ? 2 : 3;
  }

  private void row(Html html, Variant variant, Figure figure) {
    if (run.peers().stream().noneMatch(peer -> run.spread(variant, peer, figure).isPresent())) {
      return;
    }
    html.raw("<tr>").element("th", "scope=\"row\"", figure.titleAndUnit());
    for (String peer : run.peers()) {
      Optional<Spread> spread = run.spread(variant, peer, figure);
      html.element(
          "td",
          "class=\"num first strong\"",
          spread.map(one -> Quantity.exact(one.median())).orElse("–"));
      html.element("td", "class=\"num faint\"", spread.map(Chapter::range).orElse(""));
      if (!peer.equals(Run.OURS)) {
        Page.ratio(html, figure, run.ratio(variant, peer, figure));
      }
    }
    html.raw("</tr>\n");
  }

  private static String range(Spread spread) {
    return spread.least() == spread.most()
        ? ""
        : Quantity.exact(spread.least()) + " – " + Quantity.exact(spread.most());
  }
}
