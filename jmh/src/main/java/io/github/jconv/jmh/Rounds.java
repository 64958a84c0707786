// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Times runners in turn: a round is a short burst of each between two of the FMA peak, so that a drifting clock meets all of
 * them alike. Rounds in which the cores were not what they are else are left out: two processors of a virtual machine may be
 * one core's threads for seconds, which halves the peak of both, and every burst; and another machine's processor may be the
 * core's other thread, which costs a runner the more, the more instructions it has.
 */
final class Rounds {
    private static final int ROUNDS = 21;
    private static final int LEAST_ROUNDS = 5;

    /** How long to look for rounds that count. */
    private static final double MOST_WAIT_SECONDS = 10;

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
     * @param whole whether there were rounds in which the cores were whole; else it is those in which the peak was
     */
    record Times(double peak, Map<String, Double> micros, Map<String, Double> least, boolean whole) {}

    private final Map<String, ReadyLayer> runners;
    private final Cores cores;
    private final Map<String, Double> warm = new LinkedHashMap<>();
    private final Map<String, Double> least = new LinkedHashMap<>();
    private final List<Round> rounds = new ArrayList<>();

    /** The lower of the speeds before and after it, and microseconds a call. */
    private record Round(CoreSpeed speed, Map<String, Double> micros) {}

    Rounds(Map<String, ReadyLayer> runners, Cores cores) {
        this.runners = runners;
        this.cores = cores;
    }

    /** Measures for about {@code seconds}, longer if the least number of rounds takes longer, after a warm-up. */
    Times measure(double seconds) {
        double burst = 1e6 * seconds / ROUNDS / runners.size();
        Map<String, Integer> calls = new LinkedHashMap<>();
        warm.putAll(warmUp());
        warm.forEach((id, once) -> calls.put(id, (int) Math.max(1, burst / once)));
        long start = System.nanoTime();
        CoreSpeed before = cores.now();
        for (double spent = 0; spent < seconds || wanting(spent); spent = since(start)) {
            Map<String, Double> micros = new LinkedHashMap<>();
            runners.forEach((id, layer) -> micros.put(id, burst(id, layer, calls.get(id))));
            CoreSpeed after = cores.now();
            rounds.add(new Round(before.lower(after), micros));
            cores.add(before.lower(after));
            before = after;
        }
        List<Round> whole = whole();
        List<Round> counting = whole.isEmpty() ? atPeak() : whole;
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String id : runners.keySet()) {
            medians.put(id, median(counting.stream().map(round -> round.micros().get(id))));
        }
        double peak = median(counting.stream().map(round -> round.speed().peak()));
        return new Times(peak, medians, least, !whole.isEmpty());
    }

    private boolean wanting(double spent) {
        return rounds.size() < LEAST_ROUNDS || whole().size() < LEAST_ROUNDS && spent < MOST_WAIT_SECONDS;
    }

    private List<Round> whole() {
        return cores.whole(rounds, Round::speed);
    }

    /** The rounds of the whole peak; all if there are none. */
    private List<Round> atPeak() {
        List<Round> atPeak = cores.atPeak(rounds, Round::speed);
        return atPeak.isEmpty() ? rounds : atPeak;
    }

    private static double since(long start) {
        return 1e-9 * (System.nanoTime() - start);
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

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
