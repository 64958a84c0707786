// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.List;

/**
 * What one JVM measured of a layer.
 *
 * @param kernel jconv's kernel and tile
 */
record LayerResult(Workload workload, String kernel, Timing timing) implements Measured {
    @Override
    public String name() {
        return workload.name();
    }

    @Override
    public double flops() {
        return workload.flops();
    }

    /** As one line, which {@link #parse} reads back. */
    String toLine() {
        return name() + "\t" + kernel + "\t" + timing.toCells();
    }

    /** The result of {@code workload} that a line holds. */
    static LayerResult parse(Workload workload, String line) {
        List<String> cells = List.of(line.split("\t"));
        if (!cells.get(0).equals(workload.name())) {
            throw new IllegalArgumentException("not of " + workload.name() + ": " + line);
        }
        return new LayerResult(workload, cells.get(1), Timing.parse(cells.subList(2, cells.size())));
    }
}
