// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.category.DefaultCategoryDataset;
import org.w3c.dom.Document;

/** A row a layer or network: jconv's % of the peak as a bar, each peer's as a dot. */
final class SvgChart implements Chart {
    private static final int WIDTH = 1000;
    private static final int ROW = 22;
    private static final int MARGINS = 150;
    private static final int DOT = 9;
    private static final Color BAR = new Color(0xB9D4EE);
    private static final Color GRID = new Color(0xD8D8D8);
    private static final Map<Peer, Color> COLORS = Map.of(
            Peer.ORT, new Color(0xD55E00),
            Peer.ONEDNN, new Color(0x009E73),
            Peer.PYTORCH, new Color(0xCC79A7),
            Peer.ONEDNN_BLOCKED, new Color(0x009E73),
            Peer.NETLIB, new Color(0x666666),
            Peer.ONE_THREAD, new Color(0x000000),
            Peer.EXACT, new Color(0x000000),
            Peer.REFLECT, new Color(0x0072B2),
            Peer.REPLICATE, new Color(0xE69F00),
            Peer.CIRCULAR, new Color(0x56B4E9));

    @Override
    public void write(Report<?> report, Path file) throws IOException {
        int height = MARGINS + ROW * report.results().size();
        SVGGraphics2D graphics = new SVGGraphics2D(emptySvg());
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        chart(report).draw(graphics, new Rectangle(WIDTH, height));
        try (Writer out = Files.newBufferedWriter(file)) {
            graphics.stream(out, true);
        }
    }

    private static Document emptySvg() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JFreeChart chart(Report<?> report) {
        CategoryPlot plot = new CategoryPlot();
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setDataset(0, bars(report));
        plot.setRenderer(0, barRenderer());
        plot.setDataset(1, dots(report));
        plot.setRenderer(1, dotRenderer(report));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        CategoryAxis layers = new CategoryAxis();
        layers.setTickLabelFont(font(11));
        layers.setLowerMargin(0.2 / report.results().size());
        layers.setUpperMargin(0.2 / report.results().size());
        layers.setCategoryMargin(0.25);
        plot.setDomainAxis(layers);
        NumberAxis percent =
                new NumberAxis("% of the FMA peak, " + report.settings().threadsInWords());
        percent.setLabelFont(font(12));
        percent.setTickLabelFont(font(11));
        plot.setRangeAxis(percent);
        plot.setRangeAxisLocation(AxisLocation.TOP_OR_LEFT);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlineVisible(false);
        JFreeChart chart = new JFreeChart("jconv and its peers", font(16), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setPosition(RectangleEdge.TOP);
        chart.getLegend().setFrame(BlockBorder.NONE);
        chart.getLegend().setItemFont(font(12));
        return chart;
    }

    private static DefaultCategoryDataset bars(Report<?> report) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        report.results().forEach(r -> data.addValue(r.percent(), JconvLayer.ID, r.name()));
        return data;
    }

    private static DefaultCategoryDataset dots(Report<?> report) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        for (Peer peer : report.present()) {
            for (Measured r : report.results()) {
                var percent = r.percent(peer.id);
                data.addValue(percent.isPresent() ? percent.getAsDouble() : null, peer.title, r.name());
            }
        }
        return data;
    }

    private static BarRenderer barRenderer() {
        BarRenderer renderer = new BarRenderer();
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setSeriesPaint(0, BAR);
        return renderer;
    }

    private static LineAndShapeRenderer dotRenderer(Report<?> report) {
        LineAndShapeRenderer renderer = new LineAndShapeRenderer(false, true);
        renderer.setUseOutlinePaint(true);
        int series = 0;
        for (Peer peer : report.present()) {
            boolean filled = peer.role == Peer.Role.PLAIN;
            renderer.setSeriesShape(series, dot());
            renderer.setSeriesPaint(series, filled ? COLORS.get(peer) : Color.WHITE);
            renderer.setSeriesFillPaint(series, filled ? COLORS.get(peer) : Color.WHITE);
            renderer.setSeriesOutlinePaint(series, COLORS.get(peer));
            renderer.setSeriesOutlineStroke(series, new BasicStroke(1.6f));
            series++;
        }
        return renderer;
    }

    private static Shape dot() {
        return new Ellipse2D.Double(-DOT / 2.0, -DOT / 2.0, DOT, DOT);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }
}
