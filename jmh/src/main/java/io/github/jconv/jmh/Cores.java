// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * The cores of so many threads, which may be those of other processes too: how fast they are, and in which rounds they were
 * jconv's and the peers' alone.
 */
final class Cores {
    /** A core is whole from this part of what one round of ten passes, and of what so many cores do one by one. */
    private static final double WHOLE = 0.9;

    private static final int TENTH = 10;
    private static final int BURSTS = 5;

    private final int threads;

    /** All rounds so far, of whatever was timed: another process may stay for as long as one layer takes. */
    private final List<CoreSpeed> all = new ArrayList<>();

    /** How many of them there were when they were last sorted, and what one of ten passed then. */
    private int sorted;

    private double peak;
    private double instructions;

    Cores(int threads) {
        this.threads = threads;
    }

    /** Lets C2 compile what measures. */
    void warmUp() {
        for (int i = 0; i < 40; i++) {
            now();
        }
    }

    /** How fast they are. */
    CoreSpeed now() {
        double[] all = together();
        double alone = threads == 1 ? 1 : all[0] / threads / FmaPeak.gflops(BURSTS);
        return new CoreSpeed(all[0], all[1], alone);
    }

    /** Tells it of a round. All are sorted again when they are a tenth more: with each it would take longer than the round. */
    void add(CoreSpeed round) {
        all.add(round);
        if (TENTH * (all.size() - sorted) > sorted) {
            sorted = all.size();
            peak = tenth(all.stream().mapToDouble(CoreSpeed::peak));
            instructions = tenth(all.stream().mapToDouble(CoreSpeed::instructions));
        }
    }

    /** Those of {@code rounds} in which the cores were whole, beside all so far. */
    <R> List<R> whole(List<R> rounds, Function<R, CoreSpeed> speed) {
        return atPeak(rounds, speed, peak).stream()
                .filter(round -> speed.apply(round).instructions() >= WHOLE * instructions)
                .toList();
    }

    /** Those in which at least the peak was whole, beside the others. */
    <R> List<R> atPeak(List<R> rounds, Function<R, CoreSpeed> speed) {
        return atPeak(rounds, speed, tenth(rounds.stream().map(speed).mapToDouble(CoreSpeed::peak)));
    }

    private static <R> List<R> atPeak(List<R> rounds, Function<R, CoreSpeed> speed, double peak) {
        return rounds.stream()
                .filter(round -> speed.apply(round).peak() >= WHOLE * peak)
                .filter(round -> speed.apply(round).alone() >= WHOLE)
                .toList();
    }

    private static double tenth(DoubleStream values) {
        List<Double> sorted = values.boxed().sorted(Comparator.reverseOrder()).toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / TENTH);
    }

    /** FMA peak and instructions, each the sum of the threads' medians. */
    private double[] together() {
        if (threads == 1) {
            return new double[] {FmaPeak.gflops(BURSTS), IssueRate.perNano(BURSTS)};
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            // Together, or a thread that wakes late has a core to itself that is not there.
            CyclicBarrier start = new CyclicBarrier(threads);
            Callable<double[]> rates = () -> {
                start.await();
                double peak = FmaPeak.gflops(BURSTS);
                start.await();
                return new double[] {peak, IssueRate.perNano(BURSTS)};
            };
            double[] sums = new double[2];
            for (Future<double[]> rate : pool.invokeAll(Collections.nCopies(threads, rates))) {
                sums[0] += rate.get()[0];
                sums[1] += rate.get()[1];
            }
            return sums;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }
}
