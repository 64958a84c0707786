// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * What the layers of a network take. A picture is computed over and over for it, in turn with the FMA peak, so that a
 * drifting clock cancels out; but no longer than it takes to tell.
 */
final class Profile implements AutoCloseable {
    private static final int MOST_PASSES = 25;
    private static final long ENOUGH_NANOS = 1_500_000_000L;
    private static final long PEAK_NANOS = 10_000_000;

    private final Upscaler upscaler;
    private final FmaPeak peak;
    private final int threads;
    private final int mostPasses;
    private final List<Pass> passes = new ArrayList<>();

    /**
     * The picture computed once.
     *
     * @param peak GFLOP/s of the FMA peak around it; 0 without vectors
     */
    private record Pass(LayerTimes times, double nanos, double peak) {}

    /**
     * Of an upscaler on as many threads.
     *
     * @param deep whether layers matter, and not just how long the picture took
     */
    Profile(Upscaler upscaler, int threads, boolean deep) {
        this.upscaler = upscaler;
        this.threads = threads;
        mostPasses = deep ? MOST_PASSES : 1;
        peak = deep && upscaler.network().vectors() ? new FmaPeak(threads) : null;
    }

    /** Has everything compiled: before, no time is the layers' alone. */
    void warmUp() {
        upscaler.warmUp();
        if (peak != null) {
            peak.warmUp();
        }
    }

    /** The picture; {@code progress} is told of the tiles of every pass. */
    BufferedImage picture(IntConsumer progress) {
        long start = System.nanoTime();
        double before = gflops();
        BufferedImage picture;
        do {
            LayerTimes times = new LayerTimes();
            long begin = System.nanoTime();
            picture = upscaler.picture(times, progress);
            double nanos = System.nanoTime() - begin;
            double after = gflops();
            passes.add(new Pass(times, nanos, (before + after) / 2));
            before = after;
        } while (passes.size() < mostPasses && System.nanoTime() - start < ENOUGH_NANOS);
        return picture;
    }

    private double gflops() {
        return peak == null ? 0 : peak.gflops(PEAK_NANOS);
    }

    /** How long the picture took, the median. */
    double millis() {
        return median(Pass::nanos) / 1e6;
    }

    private double median(ToDoubleFunction<Pass> value) {
        double[] values = passes.stream().mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }

    /** A line for each layer, all medians over the passes. */
    String table() {
        StringBuilder table = new StringBuilder();
        table.append(line("layer", "kernel", "channels", "ms", "GFLOP/s", "% of peak"));
        for (ConvStep step : upscaler.network().steps()) {
            table.append(line(
                    step.name() + (step.relu() ? " + ReLU" : ""),
                    step.kernelSize() + "x" + step.kernelSize(),
                    step.conv().inChannels() + " -> " + step.conv().outChannels(),
                    times -> times.nanos(step),
                    times -> times.multiplyAdds(step)));
        }
        table.append(line("between", "", "", LayerTimes::otherNanos, times -> 0));
        table.append(line("network", "", "", LayerTimes::nanos, LayerTimes::multiplyAdds));
        table.append(String.format(
                Locale.ROOT,
                "FMA peak of %d thread%s: %s. Medians of %d time%s.%n",
                threads,
                threads == 1 ? "" : "s",
                peak == null ? "unknown" : decimal(median(Pass::peak)) + " GFLOP/s",
                passes.size(),
                passes.size() == 1 ? "" : "s"));
        return table.toString();
    }

    private String line(
            String layer,
            String kernel,
            String channels,
            ToDoubleFunction<LayerTimes> nanos,
            ToDoubleFunction<LayerTimes> multiplyAdds) {
        ToDoubleFunction<Pass> gflops =
                pass -> 2 * multiplyAdds.applyAsDouble(pass.times()) / nanos.applyAsDouble(pass.times());
        boolean computes = multiplyAdds.applyAsDouble(passes.get(0).times()) > 0;
        return line(
                layer,
                kernel,
                channels,
                String.format(Locale.ROOT, "%.2f", median(pass -> nanos.applyAsDouble(pass.times())) / 1e6),
                computes ? decimal(median(gflops)) : "",
                computes && peak != null
                        ? decimal(median(pass -> 100 * gflops.applyAsDouble(pass) / pass.peak()))
                        : "");
    }

    private static String line(String... cells) {
        return String.format("%-13s  %-6s  %-10s  %9s  %8s  %9s", (Object[]) cells)
                        .stripTrailing()
                + System.lineSeparator();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public void close() {
        if (peak != null) {
            peak.close();
        }
    }
}
