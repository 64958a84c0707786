// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import io.github.jconv.cli.LayerBench.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code bench} prints: the layer and the machine, then a run for each number of threads. */
final class BenchReport {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR_API = "Vector API";
    private static final String UNKNOWN = "unknown";

    private final Report report;
    private final List<Report> runs = new ArrayList<>();

    BenchReport(Conv2d layer, int[] inputShape, Conv2dPlan plan) {
        report = new Report()
                .add("layer", layer.toString())
                .add("input_shape", inputShape)
                .add("output_shape", plan.outputShape())
                .add("multiply_adds", plan.multiplyAdds())
                .add("bytes_moved", plan.bytesMoved())
                .add("java", Runtime.version().toString())
                .add("arch", System.getProperty("os.arch"))
                .add("processors", Runtime.getRuntime().availableProcessors());
        vectors(plan.lanes() > 1, ModuleLayer.boot().findModule(MODULE).isPresent());
    }

    private void vectors(boolean used, boolean module) {
        if (used) {
            report.add("vector_api", "used", VECTOR_API, "used");
        } else if (module) {
            report.add("vector_api", "too slow", VECTOR_API, "too slow in this JVM or on this CPU");
        } else {
            report.add("vector_api", "missing", VECTOR_API, "missing: start Java with --add-modules " + MODULE);
        }
    }

    /** Adds how long the first forward took. */
    void firstCall(double nanos) {
        time(report, "first_call", nanos);
    }

    /** Adds what {@code threads} threads at most took. */
    void run(int threads, Conv2dPlan plan, Times times) {
        Report run = new Report()
                .add("threads", threads)
                .add("threads_used", plan.threads())
                .add("slices", plan.slices())
                .add("kernel", plan.kernel())
                .add("tile", plan.tile())
                .add("lanes_along", plan.lanesAlong())
                .add("lanes", plan.lanes());
        time(run, "median", times.median());
        time(run, "best", times.best());
        run.add("gflops", times.gflops(), "rate", decimal(times.gflops(), " GFLOP/s"));
        peak(run, plan, times);
        bandwidth(run, "gigabytes_per_second", "bandwidth", plan, times.median());
        time(run, "arraycopy", times.copy());
        bandwidth(run, "arraycopy_gigabytes_per_second", "arraycopy bandwidth", plan, times.copy());
        runs.add(run);
    }

    private static void peak(Report run, Conv2dPlan plan, Times times) {
        Double peak = null;
        Double percent = null;
        String peakText = UNKNOWN;
        String percentText = UNKNOWN;
        if (plan.lanes() > 1) {
            peak = times.peak();
            percent = 100 * times.ofPeak();
            peakText = decimal(peak, " GFLOP/s");
            percentText = decimal(percent, " %");
        }
        run.add("fma_peak_gflops", peak, "FMA peak", peakText);
        run.add("percent_of_fma_peak", percent, "of the FMA peak", percentText);
    }

    private static void bandwidth(Report run, String key, String label, Conv2dPlan plan, double nanos) {
        double rate = plan.bytesMoved() / nanos;
        run.add(key, rate, label, decimal(rate, " GB/s"));
    }

    private static void time(Report report, String name, double nanos) {
        report.add(name + "_us", nanos / 1e3, name.replace('_', ' '), readable(nanos));
    }

    private static String readable(double nanos) {
        if (nanos < 1e6) {
            return decimal(nanos / 1e3, " us");
        }
        return nanos < 1e9 ? decimal(nanos / 1e6, " ms") : decimal(nanos / 1e9, " s");
    }

    private static String decimal(double value, String unit) {
        int decimals = value < 1 ? 3 : value < 10 ? 2 : 1;
        return String.format(Locale.ROOT, "%." + decimals + "f%s", value, unit);
    }

    /** The whole report. */
    Report finished() {
        return report.addRuns("runs", runs);
    }
}
