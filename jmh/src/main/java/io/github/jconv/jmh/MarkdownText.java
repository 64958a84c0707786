// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Markdown being written: a title with facts, then sections of a table each. */
final class MarkdownText {
    private final List<String> lines = new ArrayList<>();

    MarkdownText(String title, Report<?> report) {
        lines.add("# " + title);
        lines.add("");
        report.about().forEach(line -> lines.add("- " + line));
        report.absences().forEach(line -> lines.add("- " + line));
        report.disturbances().forEach(line -> lines.add("- " + line));
    }

    /** A section with a table, its first {@code texts} columns to the left, numbers to the right. */
    void table(String title, int texts, List<String> columns) {
        lines.addAll(List.of("", "## " + title, ""));
        row(columns);
        row(IntStream.range(0, columns.size())
                .mapToObj(i -> i < texts ? "---" : "---:")
                .toList());
    }

    void row(List<String> cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    static String ratio(OptionalDouble value) {
        return value.isPresent() ? number("%.2f", value.getAsDouble()) : "-";
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
