package io.teleport.bench.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.internal.chartpart.Chart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Makes SVG of charts, to stand inside of one page: no two elements of all have the same id.
 *
 * <p>Used by one thread.
 */
final class SvgPicture {

  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 1;

  private final SVGIDGenerator ids = new SVGIDGenerator();

  /** Returns the element {@code svg} of a chart, as wide as there is room. */
  String of(Chart<?, ?> chart) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setIDGenerator(ids);
    context.setPrecision(DECIMALS);
    context.setComment("");
    SVGGraphics2D graphics = new SVGGraphics2D(context, true);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    Element root = graphics.getRoot();
    root.setAttribute("viewBox", "0 0 %d %d".formatted(chart.getWidth(), chart.getHeight()));
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", chart.getTitle());
    StringWriter text = new StringWriter();
    try {
      graphics.stream(root, text, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to but memory", e);
    }
    // In a page there is neither a declaration nor a document type, and no id is there twice.
    String all = text.toString();
    return all.substring(all.indexOf("<svg")).replace(" id=\"genericDefs\"", "").strip();
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK makes documents", e);
    }
  }
}
