package io.github.jconv.cli;

import io.github.jconv.Conv2dPlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code explain} prints: one list of facts, as aligned text or as JSON. */
final class Report {
    /** By JSON's key, in the order printed; a string, a whole number, a double, or a list of whole numbers. */
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private Report() {}

    static Report of(String layer, int[] inputShape, Conv2dPlan plan) {
        Report report = new Report();
        Map<String, Object> facts = report.facts;
        facts.put("layer", layer);
        facts.put("input_shape", Arrays.stream(inputShape).boxed().toList());
        facts.put("output_shape", plan.outputShape());
        facts.put("parameters", plan.parameters());
        facts.put("multiply_adds", plan.multiplyAdds());
        facts.put("receptive_field", List.of(plan.receptiveHeight(), plan.receptiveWidth()));
        facts.put("kernel", plan.kernel());
        facts.put("tile", plan.tile());
        facts.put("lanes_along", plan.lanesAlong());
        facts.put("lanes", plan.lanes());
        facts.put("slices", plan.slices());
        facts.put("threads", plan.threads());
        facts.put("bytes_moved", plan.bytesMoved());
        facts.put("arithmetic_intensity", plan.arithmeticIntensity());
        facts.put("scratch_bytes", plan.scratchBytes());
        return report;
    }

    /** A line a fact, the values in a column. */
    String text() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        return facts.entrySet().stream()
                .map(fact -> String.format(
                        Locale.ROOT, "%-" + (width + 2) + "s%s%n", label(fact.getKey()), readable(fact.getValue())))
                .collect(Collectors.joining());
    }

    private static String label(String key) {
        return key.replace('_', ' ').replace("multiply adds", "multiply-adds");
    }

    private static String readable(Object value) {
        if (value instanceof List<?> sizes) {
            return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
        }
        if (value instanceof Double ratio) {
            return String.format(Locale.ROOT, "%.1f operations/byte", ratio);
        }
        return value instanceof String ? value.toString() : String.format(Locale.ROOT, "%,d", value);
    }

    /** One JSON object. */
    String json() {
        return facts.entrySet().stream()
                .map(fact -> "  " + quoted(fact.getKey()) + ": " + jsonValue(fact.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String jsonValue(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        return value.toString(); // numbers, and lists of them, are written alike in Java and JSON
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
