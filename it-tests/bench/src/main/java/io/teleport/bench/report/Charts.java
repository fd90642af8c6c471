package io.teleport.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.function.DoubleFunction;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the charts of reports, all in the same look. */
final class Charts {

  static final int HEIGHT = 320;
  static final int NARROW = 460;
  static final int WIDE = 940;

  private static final Color PAPER = Color.WHITE;
  private static final int TEXT_SIZE = 12;

  /** Where labels stand: this many hundredths of 100 pixels beyond the end of the bar. */
  private static final double ABOVE_THE_BAR = 1.06;

  private static final double ROOM_FOR_LABELS = 1.12;

  private Charts() {}

  /** Returns bars from zero, each with its value. */
  static CategoryChart bars(ChartData data, int width, DoubleFunction<String> format) {
    CategoryChart chart = chart(data, width, format);
    CategoryStyler styler = chart.getStyler();
    styler.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Bar);
    styler.setAvailableSpaceFill(0.6);
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(ABOVE_THE_BAR);
    styler.setLabelsFont(font(Font.PLAIN));
    styler.setLabelsFontColorAutomaticEnabled(false);
    styler.setLabelsFontColor(Palette.INK);
    styler.setYAxisMin(0.0);
    styler.setYAxisMax(
        Math.max(Double.MIN_NORMAL, data.values().max().orElse(1)) * ROOM_FOR_LABELS);
    add(chart, data);
    return chart;
  }

  /** Returns bars of ratios, with a line where both are the same. */
  static CategoryChart ratios(ChartData data, int width) {
    CategoryChart chart = bars(data, width, Quantity::briefRatio);
    double most = Math.max(1, data.values().max().orElse(1));
    chart.getStyler().setYAxisMax(most * ROOM_FOR_LABELS);
    equality(chart);
    return chart;
  }

  /** Returns lines from point to point over a logarithmic axis from {@code least}. */
  static CategoryChart lines(ChartData data, int width, double least, double most) {
    CategoryChart chart = logarithmic(data, width, CategorySeriesRenderStyle.Line, least, most);
    // All points of a percentile stand one above the other.
    chart.getStyler().setOverlapped(true);
    for (CategorySeries series : chart.getSeriesCollection()) {
      series.setLineStyle(new BasicStroke(2.5f));
    }
    return chart;
  }

  /** Returns points over a logarithmic axis. */
  static CategoryChart points(ChartData data, int width, DoubleFunction<String> format) {
    double least = data.values().min().orElse(1);
    double most = data.values().max().orElse(1);
    CategoryChart chart = logarithmic(data, width, CategorySeriesRenderStyle.Scatter, least, most);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(format::apply);
    chart.getStyler().setMarkerSize(10);
    return chart;
  }

  /** Returns points of ratios over a logarithmic axis, with a line where both are the same. */
  static CategoryChart ratioPoints(ChartData data, int width) {
    CategoryChart chart = points(data, width, Quantity::briefRatio);
    equality(chart);
    return chart;
  }

  private static CategoryChart logarithmic(
      ChartData data, int width, CategorySeriesRenderStyle style, double least, double most) {
    CategoryChart chart = chart(data, width, Quantity::brief);
    CategoryStyler styler = chart.getStyler();
    styler.setDefaultSeriesRenderStyle(style);
    styler.setYAxisLogarithmic(true);
    styler.setYAxisLogarithmicDecadeOnly(true);
    styler.setPlotGridLinesColor(Palette.FAINT_GRID);
    double bottom = Math.floor(Math.log10(least));
    styler.setYAxisMin(Math.pow(10, bottom));
    styler.setYAxisMax(Math.pow(10, Math.max(bottom + 1, Math.ceil(Math.log10(most)))));
    styler.setMarkerSize(8);
    add(chart, data);
    return chart;
  }

  private static void equality(CategoryChart chart) {
    chart.getStyler().setAnnotationLineColor(Palette.FAINT_INK);
    chart
        .getStyler()
        .setAnnotationLineStroke(
            new BasicStroke(
                1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10f, new float[] {5f, 4f}, 0f));
    chart.addAnnotation(new AnnotationLine(1, false, false));
  }

  private static void add(CategoryChart chart, ChartData data) {
    data.series()
        .forEach(
            (peer, values) -> {
              CategorySeries one = chart.addSeries(peer, data.categories(), values);
              one.setFillColor(Palette.of(peer));
              one.setLineColor(Palette.of(peer));
              one.setMarker(SeriesMarkers.CIRCLE);
              one.setMarkerColor(Palette.of(peer));
            });
  }

  private static CategoryChart chart(ChartData data, int width, DoubleFunction<String> format) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(width)
            .height(HEIGHT)
            .title(data.title())
            .yAxisTitle(data.unit())
            .build();
    CategoryStyler styler = chart.getStyler();
    styler.setBaseFont(font(Font.PLAIN));
    styler.setChartBackgroundColor(PAPER);
    styler.setPlotBackgroundColor(PAPER);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(Palette.INK);
    styler.setChartTitleFont(font(Font.BOLD).deriveFont(14f));
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(8);
    styler.setAxisTitleFont(font(Font.PLAIN));
    styler.setYAxisTitleVisible(!data.unit().isEmpty());
    styler.setYAxisTitleColor(Palette.FAINT_INK);
    styler.setAxisTickLabelsFont(font(Font.PLAIN));
    styler.setAxisTickLabelsColor(Palette.FAINT_INK);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(Palette.GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(PAPER);
    styler.setLegendFont(font(Font.PLAIN));
    styler.setYAxisTickLabelsFormattingFunction(format::apply);
    return chart;
  }

  private static Font font(int style) {
    return new Font(Font.SANS_SERIF, style, TEXT_SIZE);
  }
}
