// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static io.github.jconv.jmh.MarkdownText.number;
import static io.github.jconv.jmh.MarkdownText.ratio;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** {@link Report} of layers as Markdown. */
final class MarkdownReport {
    private final Report<LayerResult> report;
    private final List<RatioColumn> ratios;
    private final MarkdownText text;

    private MarkdownReport(Report<LayerResult> report) {
        this.report = report;
        this.ratios = RatioColumn.of(report.present());
        this.text = new MarkdownText("jconv and its peers", report);
    }

    /** The whole text. */
    static String of(Report<LayerResult> report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.layers();
        markdown.means();
        markdown.totals();
        return markdown.text.toString();
    }

    private void layers() {
        text.table("Layers", 2, cells(List.of("layer", "kernel", "us", "GFLOP/s", "% of peak"), titles()));
        for (LayerResult r : report.results()) {
            List<String> own = List.of(
                    r.name(),
                    r.kernel(),
                    number("%.1f", r.jconvMicros()),
                    number("%.1f", r.gflops()),
                    number("%.0f", r.percent()));
            text.row(cells(
                    own, ratios.stream().map(column -> ratio(column.value().apply(r)))));
        }
    }

    private void means() {
        text.table("Geometric means", 1, cells(List.of("network", "layers", "% of peak"), titles()));
        Report.networks(report.results()).forEach(this::means);
        means("all", report.results());
    }

    private void means(String name, List<LayerResult> layers) {
        OptionalDouble percent = Report.geometricMean(layers, layer -> OptionalDouble.of(layer.percent()));
        List<String> own = List.of(name, Integer.toString(layers.size()), number("%.0f", percent.orElseThrow()));
        text.row(cells(own, ratios.stream().map(column -> ratio(Report.geometricMean(layers, column.value())))));
    }

    private void totals() {
        List<String> runners = Stream.concat(
                        Stream.of(JconvLayer.ID), report.present().stream().map(peer -> peer.id))
                .toList();
        text.table("Milliseconds of all convolutions of a network", 1, cells(List.of("network"), runners.stream()));
        Report.networks(report.results())
                .forEach((name, layers) ->
                        text.row(cells(List.of(name), runners.stream().map(id -> ratio(Report.total(layers, id))))));
    }

    private Stream<String> titles() {
        return ratios.stream().map(RatioColumn::title);
    }

    private static List<String> cells(List<String> own, Stream<String> others) {
        return Stream.concat(own.stream(), others).toList();
    }
}
