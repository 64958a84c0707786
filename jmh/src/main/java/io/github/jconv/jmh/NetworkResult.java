// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.jmh.network.Part;
import io.github.jconv.jmh.network.StepTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one JVM measured of a network.
 *
 * @param flops of its convolutions
 * @param difference the largest between jconv and a peer, relative to the largest output
 * @param allowed what it may be
 * @param steps where jconv's time went
 */
record NetworkResult(String name, double flops, double difference, double allowed, List<StepTime> steps, Timing timing)
        implements Measured {
    private static final int STEP_CELLS = 5;

    /** Microseconds of all steps of a part. */
    double micros(Part part) {
        return steps.stream()
                .filter(step -> step.part() == part)
                .mapToDouble(StepTime::micros)
                .sum();
    }

    /** Microseconds of all steps. */
    double stepMicros() {
        return steps.stream().mapToDouble(StepTime::micros).sum();
    }

    /** As one line, which {@link #parse} reads back. */
    String toLine() {
        StringBuilder line = new StringBuilder();
        line.append(String.join("\t", name, "" + flops, "" + difference, "" + allowed, "" + steps.size()));
        for (StepTime s : steps) {
            line.append("\t");
            line.append(String.join("\t", s.node(), s.part().name(), s.kernel(), "" + s.flops(), "" + s.micros()));
        }
        return line.append("\t").append(timing.toCells()).toString();
    }

    /** The result that a line holds. */
    static NetworkResult parse(String line) {
        List<String> cells = Arrays.asList(line.split("\t"));
        int first = 5;
        int end = first + STEP_CELLS * Integer.parseInt(cells.get(4));
        List<StepTime> steps = new ArrayList<>();
        for (int i = first; i < end; i += STEP_CELLS) {
            steps.add(step(cells.subList(i, i + STEP_CELLS)));
        }
        return new NetworkResult(
                cells.get(0),
                Double.parseDouble(cells.get(1)),
                Double.parseDouble(cells.get(2)),
                Double.parseDouble(cells.get(3)),
                steps,
                Timing.parse(cells.subList(end, cells.size())));
    }

    private static StepTime step(List<String> cells) {
        return new StepTime(
                cells.get(0),
                Part.valueOf(cells.get(1)),
                cells.get(2),
                Double.parseDouble(cells.get(3)),
                Double.parseDouble(cells.get(4)));
    }
}
