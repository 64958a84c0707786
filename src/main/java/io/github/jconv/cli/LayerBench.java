// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;

/**
 * Times a layer in rounds, each a burst of forwards, one of copies and one of the FMA peak: the clock of a machine
 * drifts, and in turn they all meet it alike.
 */
final class LayerBench implements AutoCloseable {
    /** Rounds in the time asked for; forwards that take longer than their part of a round make them fewer. */
    private static final int ROUNDS = 40;

    private static final int LEAST_ROUNDS = 3;
    private static final double FORWARDS_PART = 0.7;
    private static final double COPIES_PART = 0.1;
    private static final double PEAK_PART = 0.2;

    /** The warm-up takes the time asked for, and until no round gets this much faster, but not for ever. */
    private static final double STEADY = 0.95;

    private static final int WARM_UP_ROUNDS = 8;
    private static final int MOST_WARM_UP = 5;

    private final Conv2d layer;
    private final Conv2dPlan plan;
    private final BenchArrays arrays;
    private final String label;
    private final ForkJoinPool pool;
    private final FmaPeak peak;

    /**
     * One round.
     *
     * @param copy nanoseconds
     * @param peak GFLOP/s
     */
    private record Round(Samples forwards, double copy, double peak) {}

    /**
     * What was measured.
     *
     * @param median nanoseconds a forward, the median over the rounds
     * @param best nanoseconds of the fastest forward
     * @param gflops the rate at the median
     * @param copy nanoseconds a copy, the median over the rounds
     * @param peak GFLOP/s of the FMA peak, the median over the rounds; 0 without vectors
     * @param ofPeak forwards over the peak just before and after them, the median over the rounds; 0 without vectors
     */
    record Times(double median, double best, double gflops, double copy, double peak, double ofPeak) {}

    /**
     * Of a layer and its plan.
     *
     * @param threads the layer's parallelism
     */
    LayerBench(Conv2d layer, Conv2dPlan plan, BenchArrays arrays, int threads) {
        this.layer = layer;
        this.plan = plan;
        this.arrays = arrays;
        label = threads == 1 ? "1 thread: " : threads + " threads: ";
        // The common pool may have fewer threads.
        pool = new ForkJoinPool(threads);
        // One lane: vectors are missing, or would crawl.
        peak = plan.lanes() == 1 ? null : new FmaPeak(threads);
    }

    /** Nanoseconds of one forward. */
    double once() {
        return inPool(() -> {
            long start = System.nanoTime();
            arrays.forward(layer);
            return (double) System.nanoTime() - start;
        });
    }

    /** Warms up and measures, each for about {@code nanos}. */
    Times measure(long nanos, Progress progress) {
        return inPool(() -> {
            warmUp(nanos, progress);
            return rounds(nanos, progress);
        });
    }

    private <T> T inPool(Callable<T> work) {
        return pool.submit(work).join();
    }

    private void warmUp(long nanos, Progress progress) {
        if (peak != null) {
            peak.warmUp();
        }
        long start = System.nanoTime();
        double forward = Double.POSITIVE_INFINITY;
        double fma = 0;
        boolean steady;
        long elapsed;
        do {
            progress.show(label + "warming up");
            Round round = round(nanos / WARM_UP_ROUNDS);
            steady = round.forwards().best() > STEADY * forward && STEADY * round.peak() <= fma;
            forward = Math.min(forward, round.forwards().best());
            fma = Math.max(fma, round.peak());
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos || !steady && elapsed < MOST_WARM_UP * nanos);
    }

    private Times rounds(long nanos, Progress progress) {
        long start = System.nanoTime();
        double before = peak(nanos / ROUNDS);
        List<Round> rounds = new ArrayList<>();
        List<Double> ofPeak = new ArrayList<>();
        long elapsed;
        do {
            Round round = round(nanos / ROUNDS);
            rounds.add(round);
            ofPeak.add(gflops(round.forwards().median()) / ((before + round.peak()) / 2));
            before = round.peak();
            elapsed = System.nanoTime() - start;
            progress.show(label + "measuring, " + Math.min(100, 100 * elapsed / nanos) + " %");
        } while (elapsed < nanos || rounds.size() < LEAST_ROUNDS);
        double median = median(rounds, round -> round.forwards().median());
        return new Times(
                median,
                rounds.stream()
                        .mapToDouble(round -> round.forwards().best())
                        .min()
                        .getAsDouble(),
                gflops(median),
                median(rounds, Round::copy),
                median(rounds, Round::peak),
                peak == null ? 0 : median(ofPeak, ratio -> ratio));
    }

    private Round round(long nanos) {
        Samples forwards = Samples.of(() -> arrays.forward(layer), (long) (FORWARDS_PART * nanos));
        Samples copies = Samples.of(arrays::copy, (long) (COPIES_PART * nanos));
        return new Round(forwards, copies.median(), peak(nanos));
    }

    private double peak(long roundNanos) {
        return peak == null ? 0 : peak.gflops((long) (PEAK_PART * roundNanos));
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> value) {
        double[] values = rounds.stream().mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }

    /** GFLOP/s of a forward that takes {@code nanos}, two operations for each multiply-add. */
    private double gflops(double nanos) {
        return 2.0 * plan.multiplyAdds() / nanos;
    }

    @Override
    public void close() {
        pool.shutdown();
        if (peak != null) {
            peak.close();
        }
    }
}
