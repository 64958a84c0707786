// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a command found out: one list of facts, as aligned text or as JSON. */
final class Report {
    private static final String GAP = "  ";

    /** By JSON's key, in the order printed. */
    private final Map<String, Fact> facts = new LinkedHashMap<>();

    private String runsKey;
    private List<Report> runs = List.of();

    /**
     * One fact.
     *
     * @param value for JSON: a string, a finite number, a list of whole numbers, or null if unknown
     * @param label for people, in place of the key
     * @param text for people, in place of the value
     */
    private record Fact(Object value, String label, String text) {}

    /** Adds a string, a number or a list of whole numbers. */
    Report add(String key, Object value) {
        return add(key, value, label(key), readable(value));
    }

    /** Adds a shape. */
    Report add(String key, int[] sizes) {
        return add(key, Arrays.stream(sizes).boxed().toList());
    }

    /** Adds what people read under another name and in another form; a null value stands for what is not known. */
    Report add(String key, Object value, String label, String text) {
        facts.put(key, new Fact(value, label, text));
        return this;
    }

    /** Adds reports of the same facts, last: a list in JSON, a column each in text. */
    Report addRuns(String key, List<Report> reports) {
        runsKey = key;
        runs = List.copyOf(reports);
        return this;
    }

    private static String readable(Object value) {
        if (value instanceof List<?> sizes) {
            return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        }
        return value instanceof Long || value instanceof Integer
                ? String.format(Locale.ROOT, "%,d", value)
                : value.toString();
    }

    /** As text, or as JSON. */
    String print(boolean json) {
        return json ? json("") + "\n" : text();
    }

    /** A line a fact, the values in a column. */
    private String text() {
        int width = Math.max(
                labelWidth(), runs.stream().mapToInt(Report::labelWidth).max().orElse(0));
        String own = lines(List.of(this), width);
        return runs.isEmpty() ? own : own + System.lineSeparator() + lines(runs, width);
    }

    private int labelWidth() {
        return facts.values().stream()
                .mapToInt(fact -> fact.label().length())
                .max()
                .orElse(0);
    }

    private int textWidth() {
        return facts.values().stream()
                .mapToInt(fact -> fact.text().length())
                .max()
                .orElse(0);
    }

    private static String lines(List<Report> columns, int labelWidth) {
        StringBuilder lines = new StringBuilder();
        columns.get(0).facts.forEach((key, first) -> {
            StringBuilder line = new StringBuilder(padded(first.label(), labelWidth));
            for (Report column : columns) {
                line.append(GAP).append(padded(column.facts.get(key).text(), column.textWidth()));
            }
            lines.append(line.toString().stripTrailing()).append(System.lineSeparator());
        });
        return lines.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static String label(String key) {
        return key.replace('_', ' ').replace("multiply adds", "multiply-adds");
    }

    /** One JSON object, the lines after its first behind {@code indent}. */
    private String json(String indent) {
        String inner = indent + GAP;
        String members = facts.entrySet().stream()
                .map(fact -> inner + quoted(fact.getKey()) + ": "
                        + jsonValue(fact.getValue().value()))
                .collect(Collectors.joining(",\n"));
        if (!runs.isEmpty()) {
            members += ",\n" + inner + quoted(runsKey) + ": "
                    + runs.stream().map(run -> run.json(inner)).collect(Collectors.joining(", ", "[", "]"));
        }
        return "{\n" + members + "\n" + indent + "}";
    }

    private static String jsonValue(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        return String.valueOf(value); // null, numbers and lists of them are written alike in Java and JSON
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
