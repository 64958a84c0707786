// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The % of the peak that each layer once had in one {@link Setup}. */
final class Baseline {
    /** A layer may fall to this part of its baseline. */
    private static final double TOLERATED = 0.9;

    private static final String COLUMNS = "network,layer," + Setup.COLUMNS + ",percent";
    private static final int WIDTH = COLUMNS.split(",").length;

    private final Map<String, Double> percents = new LinkedHashMap<>();

    private Baseline() {}

    /**
     * The lines of a file that were measured in a setup as this one.
     *
     * @throws IllegalArgumentException if a line is none, or there are none of such a setup
     */
    static Baseline read(Path file, Setup setup) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).equals(COLUMNS)) {
            throw new IllegalArgumentException(file + ": the first line must be " + COLUMNS);
        }
        Baseline baseline = new Baseline();
        Set<String> others = new LinkedHashSet<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                baseline.add(lines.get(i), setup, others);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        file + ":" + (i + 1) + ": expected " + COLUMNS + ", found " + lines.get(i), e);
            }
        }
        if (baseline.percents.isEmpty()) {
            throw new IllegalArgumentException(file + ": nothing for " + setup
                    + (others.isEmpty() ? "" : "; it is for " + String.join("; ", others)));
        }
        return baseline;
    }

    private void add(String line, Setup setup, Set<String> others) {
        List<String> cells = List.of(line.split(",", -1));
        double percent = Double.parseDouble(cells.get(WIDTH - 1));
        if (cells.size() != WIDTH || !(percent > 0) || Double.isInfinite(percent)) {
            throw new IllegalArgumentException(line);
        }
        Setup of = Setup.parse(cells.subList(2, WIDTH - 1));
        if (of.comparable(setup)) {
            percents.put(cells.get(0) + "/" + cells.get(1), percent);
        } else {
            others.add(of.toString());
        }
    }

    static void write(Path file, Report<LayerResult> report) throws IOException {
        String setup = Setup.here(report.settings()).cells();
        List<String> lines = new ArrayList<>(List.of(COLUMNS));
        for (LayerResult r : report.results()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%.1f",
                    r.workload().network(),
                    r.workload().layer(),
                    setup,
                    r.percent()));
        }
        Files.write(file, lines);
    }

    boolean knows(Workload workload) {
        return percents.containsKey(workload.name());
    }

    /** True if the layer is known, and more than 10 % below its baseline. */
    boolean fell(LayerResult r) {
        return knows(r.workload()) && r.percent() < TOLERATED * percents.get(r.name());
    }

    /** A sentence a layer that is in one of the two only: in the baseline, or in the results. */
    List<String> uncompared(List<LayerResult> results) {
        Set<String> measured = results.stream().map(LayerResult::name).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        percents.keySet().stream()
                .filter(name -> !measured.contains(name))
                .forEach(name -> lines.add(name + ": in the baseline, but not measured"));
        results.stream().filter(r -> !knows(r.workload())).forEach(r -> lines.add(r.name() + ": not in the baseline"));
        return lines;
    }

    /** "network/layer: 71.0 % of the peak, 85.1 % in the baseline". */
    String compare(LayerResult r) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% of the peak, %.1f %% in the baseline",
                r.name(),
                r.percent(),
                percents.get(r.name()));
    }
}
