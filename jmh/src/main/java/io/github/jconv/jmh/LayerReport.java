// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Conv2dPlan;
import io.github.jconv.oracle.ConvCase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Prints a table of layers against the FMA peak measured in the same run; those that FAST computes by another kernel
 * than EXACT are in it once more.
 *
 * <p>Arguments: the number of threads (1 if none), then layers as {@link ConvCase} writes them (a default set if none).
 */
public final class LayerReport {
    private LayerReport() {}

    /** Runs {@link LayerBenchmark} with {@link PeakProfiler}. */
    public static void main(String[] args) throws RunnerException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        List<String> layers = args.length > 1 ? List.of(args).subList(1, args.length) : Layers.DEFAULT;
        List<String> faster = layers.stream()
                .filter(layer -> !plan(layer, AccuracyChoice.FAST, threads)
                        .kernel()
                        .equals(plan(layer, AccuracyChoice.EXACT, threads).kernel()))
                .toList();
        List<RunResult> results = new ArrayList<>(run(layers, AccuracyChoice.EXACT, threads));
        if (!faster.isEmpty()) {
            results.addAll(run(faster, AccuracyChoice.FAST, threads));
        }
        System.out.printf(
                "%nJDK %s, %s, %s; the peak is one thread's, measured around each iteration%n%n",
                Runtime.version(), System.getProperty("os.arch"), Settings.inWords(threads, "thread"));
        System.out.println("| layer | accuracy | kernel | us | GFLOP/s | FMA peak | % of peak |");
        System.out.println("| --- | --- | --- | ---: | ---: | ---: | ---: |");
        results.forEach(result -> System.out.println(row(result, threads)));
    }

    private static Collection<RunResult> run(List<String> layers, AccuracyChoice accuracy, int threads)
            throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(LayerBenchmark.class.getName())
                        .param("layer", layers.toArray(String[]::new))
                        .param("threads", Integer.toString(threads))
                        .param("accuracy", accuracy.name())
                        .addProfiler(PeakProfiler.class)
                        .build())
                .run();
    }

    private static Conv2dPlan plan(String layer, AccuracyChoice accuracy, int threads) {
        ConvCase c = ConvCase.parse(layer);
        return accuracy.set(c.builder()).parallelism(threads).build().plan(c.shape());
    }

    private static String row(RunResult result, int threads) {
        String layer = result.getParams().getParam("layer");
        AccuracyChoice accuracy = AccuracyChoice.valueOf(result.getParams().getParam("accuracy"));
        Conv2dPlan plan = plan(layer, accuracy, threads);
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %s %s | %.0f | %.1f | %.1f | %.0f |",
                layer,
                accuracy,
                plan.kernel(),
                plan.tile(),
                median(result, PeakProfiler.MICROS),
                median(result, PeakProfiler.RATE),
                median(result, PeakProfiler.PEAK),
                median(result, PeakProfiler.PERCENT));
    }

    private static double median(RunResult result, String name) {
        double[] values = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(
                        iteration -> iteration.getSecondaryResults().get(name).getScore())
                .sorted()
                .toArray();
        return values[values.length / 2];
    }
}
