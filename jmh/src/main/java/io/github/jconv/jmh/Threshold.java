// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A constant that a decision rests on, other values worth a look, and layers that it matters to: a line of
 * {@code thresholds.csv}.
 */
record Threshold(
        String constant,
        List<String> values,
        AccuracyChoice accuracy,
        int threads,
        VariantLayer.Data data,
        List<String> layers) {
    private static final String FILE = "thresholds.csv";
    static final String COLUMNS = "constant,values,accuracy,threads,data,layers";

    /** Those that come with the benchmarks. */
    static List<Threshold> all() {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Threshold.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            List<String> lines = in.lines().toList();
            if (!lines.get(0).equals(COLUMNS)) {
                throw new IllegalStateException(FILE + ": the first line must be " + COLUMNS);
            }
            return lines.stream().skip(1).map(Threshold::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Threshold parse(String line) {
        List<String> cells = List.of(line.split(","));
        return new Threshold(
                cells.get(0),
                List.of(cells.get(1).split(" ")),
                AccuracyChoice.valueOf(cells.get(2)),
                Integer.parseInt(cells.get(3)),
                VariantLayer.Data.valueOf(cells.get(4)),
                List.of(cells.get(5).split(" ")));
    }
}
