// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The % of the peak that each layer once had, on so many threads. */
final class Baseline {
    /** A layer may fall to this part of its baseline. */
    private static final double TOLERATED = 0.9;

    private static final String COLUMNS = "network,layer,threads,percent";

    private final Map<String, Double> percents = new HashMap<>();

    private Baseline() {}

    /** The baseline of a file for runs with {@code threads}. */
    static Baseline read(Path file, int threads) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(COLUMNS)) {
            throw new IllegalArgumentException(file + ": the first line must be " + COLUMNS);
        }
        Baseline baseline = new Baseline();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            if (Integer.parseInt(cells[2]) == threads) {
                baseline.percents.put(cells[0] + "/" + cells[1], Double.parseDouble(cells[3]));
            }
        }
        return baseline;
    }

    static void write(Path file, Report<LayerResult> report) throws IOException {
        List<String> lines = new ArrayList<>(List.of(COLUMNS));
        for (LayerResult r : report.results()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%.1f",
                    r.workload().network(),
                    r.workload().layer(),
                    report.settings().threads(),
                    r.percent()));
        }
        Files.write(file, lines);
    }

    boolean knows(LayerResult r) {
        return percents.containsKey(r.workload().name());
    }

    /** True if the layer is known, and more than 10 % below its baseline. */
    boolean fell(LayerResult r) {
        return knows(r) && r.percent() < TOLERATED * percents.get(r.workload().name());
    }

    /** "network/layer: 71.0 % of the peak, 85.1 % in the baseline". */
    String compare(LayerResult r) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% of the peak, %.1f %% in the baseline",
                r.workload().name(),
                r.percent(),
                percents.get(r.workload().name()));
    }
}
