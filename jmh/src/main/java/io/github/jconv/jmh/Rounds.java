// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times runners in turn: a round is a short burst of each and one of the FMA peak, so that a drifting clock meets all of
 * them alike.
 */
final class Rounds {
    private static final int ROUNDS = 21;
    private static final int LEAST_ROUNDS = 5;
    private static final int PEAK_BURSTS = 5;
    private static final double SPAN_SECONDS = 0.2;
    private static final double MOST_LOOK_SECONDS = 1.6;

    /** Calls timed together at least, where the best moment counts: the clock takes some 30 ns. */
    private static final double MOMENT_MICROS = 20;

    private static final double LEAST_WARM_UP_SECONDS = 1.6;
    private static final double MOST_WARM_UP_SECONDS = 20;
    private static final double STEADY = 0.95;

    /** Looks at all runners in a row that found none faster: C2 may be at work on a method for longer than one. */
    private static final int STEADY_LOOKS = 3;

    private static final long COMPILED_MILLIS = 10;

    /**
     * Medians over the rounds.
     *
     * @param peak GFLOP/s of the FMA peak, of all threads together
     * @param micros microseconds a call
     * @param least the same of the best moment: what to compare where another process has the core half of the time
     */
    record Times(double peak, Map<String, Double> micros, Map<String, Double> least) {}

    private final Map<String, ReadyLayer> runners;
    private final int threads;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private final Map<String, Double> warm = new LinkedHashMap<>();
    private final Map<String, Double> least = new LinkedHashMap<>();
    private final List<Double> peaks = new ArrayList<>();

    Rounds(Map<String, ReadyLayer> runners, int threads) {
        this.runners = runners;
        this.threads = threads;
        runners.keySet().forEach(id -> micros.put(id, new ArrayList<>()));
    }

    /** Measures for about {@code seconds}, longer if the least number of rounds takes longer, after a warm-up. */
    Times measure(double seconds) {
        double burst = 1e6 * seconds / ROUNDS / runners.size();
        Map<String, Integer> calls = new LinkedHashMap<>();
        warm.putAll(warmUp());
        warm.forEach((id, once) -> calls.put(id, (int) Math.max(1, burst / once)));
        long deadline = System.nanoTime() + (long) (1e9 * seconds);
        while (peaks.size() < LEAST_ROUNDS || System.nanoTime() < deadline) {
            peaks.add(ThreadsPeak.gflops(threads, PEAK_BURSTS));
            runners.forEach((id, layer) -> micros.get(id).add(burst(id, layer, calls.get(id))));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        micros.forEach((id, values) -> medians.put(id, median(values)));
        return new Times(median(peaks), medians, least);
    }

    /**
     * Runs all in turn until none got faster and little was compiled meanwhile.
     *
     * @return microseconds a call
     */
    private Map<String, Double> warmUp() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        Map<String, Double> best = new LinkedHashMap<>();
        long start = System.nanoTime();
        int looks = 0;
        while (true) {
            long compiled = compiler.getTotalCompilationTime();
            boolean faster = false;
            for (Map.Entry<String, ReadyLayer> runner : runners.entrySet()) {
                double now = bestOf(runner.getValue());
                double before = best.getOrDefault(runner.getKey(), Double.POSITIVE_INFINITY);
                faster |= now < STEADY * before;
                best.put(runner.getKey(), Math.min(before, now));
            }
            boolean steady = !faster && compiler.getTotalCompilationTime() - compiled < COMPILED_MILLIS;
            looks = steady ? looks + 1 : 0;
            double seconds = 1e-9 * (System.nanoTime() - start);
            if (seconds > MOST_WARM_UP_SECONDS || seconds > LEAST_WARM_UP_SECONDS && looks >= STEADY_LOOKS) {
                return best;
            }
        }
    }

    private double bestOf(ReadyLayer layer) {
        double span = Math.min(SPAN_SECONDS, MOST_LOOK_SECONDS / runners.size());
        long end = System.nanoTime() + (long) (1e9 * span);
        double best = Double.POSITIVE_INFINITY;
        do {
            best = Math.min(best, once(layer));
        } while (System.nanoTime() < end);
        return best;
    }

    /** Microseconds a call of a burst, whose best moment may be the runner's. */
    private double burst(String id, ReadyLayer layer, int calls) {
        int together = (int) Math.max(1, Math.min(calls, MOMENT_MICROS / warm.get(id)));
        layer.run();
        long start = System.nanoTime();
        long last = start;
        for (int i = 1; i <= calls; i++) {
            layer.run();
            if (i % together == 0) {
                long now = System.nanoTime();
                least.merge(id, (now - last) * 1e-3 / together, Math::min);
                last = now;
            }
        }
        return (System.nanoTime() - start) * 1e-3 / calls;
    }

    /** Microseconds a call. The first one is not timed: it finds the caches full of another runner's data. */
    private static double once(ReadyLayer layer) {
        layer.run();
        long start = System.nanoTime();
        layer.run();
        return (System.nanoTime() - start) * 1e-3;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
