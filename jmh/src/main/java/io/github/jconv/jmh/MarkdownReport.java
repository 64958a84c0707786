package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@link Report} as Markdown. */
final class MarkdownReport {
    private final Report report;
    private final List<RatioColumn> ratios;
    private final List<String> lines = new ArrayList<>();

    private MarkdownReport(Report report) {
        this.report = report;
        this.ratios = RatioColumn.of(report.present());
    }

    /** The whole text. */
    static String of(Report report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.write();
        return String.join("\n", markdown.lines) + "\n";
    }

    private void write() {
        lines.add("# jconv and its peers");
        lines.add("");
        report.about().forEach(line -> lines.add("- " + line));
        report.absences().forEach(line -> lines.add("- " + line));
        layers();
        means();
        totals();
    }

    private void layers() {
        section("Layers");
        head(2, cells(List.of("layer", "kernel", "us", "GFLOP/s", "% of peak"), titles()));
        for (LayerResult r : report.layers()) {
            List<String> own = List.of(
                    r.workload().name(),
                    r.kernel(),
                    number("%.1f", r.jconvMicros()),
                    number("%.1f", r.gflops()),
                    number("%.0f", r.percent()));
            row(cells(own, ratios.stream().map(column -> ratio(column.value().apply(r)))));
        }
    }

    private void means() {
        section("Geometric means");
        head(1, cells(List.of("network", "layers", "% of peak"), titles()));
        report.networks().forEach(this::means);
        means("all", report.layers());
    }

    private void means(String name, List<LayerResult> layers) {
        OptionalDouble percent = Report.geometricMean(layers, layer -> OptionalDouble.of(layer.percent()));
        List<String> own = List.of(name, Integer.toString(layers.size()), number("%.0f", percent.orElseThrow()));
        row(cells(own, ratios.stream().map(column -> ratio(Report.geometricMean(layers, column.value())))));
    }

    private void totals() {
        section("Milliseconds of all convolutions of a network");
        List<String> runners = Stream.concat(
                        Stream.of(JconvLayer.ID), report.present().stream().map(peer -> peer.id))
                .toList();
        head(1, cells(List.of("network"), runners.stream()));
        report.networks()
                .forEach((name, layers) ->
                        row(cells(List.of(name), runners.stream().map(id -> ratio(Report.total(layers, id))))));
    }

    private void section(String title) {
        lines.addAll(List.of("", "## " + title, ""));
    }

    private Stream<String> titles() {
        return ratios.stream().map(RatioColumn::title);
    }

    private static List<String> cells(List<String> own, Stream<String> others) {
        return Stream.concat(own.stream(), others).toList();
    }

    /** The first {@code texts} columns to the left, numbers to the right. */
    private void head(int texts, List<String> titles) {
        row(titles);
        row(IntStream.range(0, titles.size())
                .mapToObj(i -> i < texts ? "---" : "---:")
                .toList());
    }

    private void row(List<String> cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? number("%.2f", value.getAsDouble()) : "-";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
