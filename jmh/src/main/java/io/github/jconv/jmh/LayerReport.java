package io.github.jconv.jmh;

import io.github.jconv.Conv2dPlan;
import io.github.jconv.oracle.ConvCase;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Prints a table of layers against the FMA peak measured in the same run.
 *
 * <p>Arguments: the number of threads (1 if none), then layers as {@link ConvCase} writes them (a default set if none).
 */
public final class LayerReport {
    private LayerReport() {}

    /** Runs {@link LayerBenchmark} with {@link PeakProfiler}. */
    public static void main(String[] args) throws RunnerException {
        int threads = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        List<String> layers = args.length > 1 ? List.of(args).subList(1, args.length) : Layers.DEFAULT;
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(LayerBenchmark.class.getName())
                        .param("layer", layers.toArray(String[]::new))
                        .param("threads", Integer.toString(threads))
                        .addProfiler(PeakProfiler.class)
                        .build())
                .run();
        System.out.printf(
                "%nJDK %s, %s, %d thread(s); the peak is one thread's, measured around each iteration%n%n",
                Runtime.version(), System.getProperty("os.arch"), threads);
        System.out.println("| layer | kernel | us | GFLOP/s | FMA peak | % of peak |");
        System.out.println("| --- | --- | ---: | ---: | ---: | ---: |");
        results.forEach(result -> System.out.println(row(result, threads)));
    }

    private static String row(RunResult result, int threads) {
        String layer = result.getParams().getParam("layer");
        ConvCase c = ConvCase.parse(layer);
        Conv2dPlan plan = c.builder().parallelism(threads).build().plan(c.shape());
        return String.format(
                Locale.ROOT,
                "| `%s` | %s %s | %.0f | %.1f | %.1f | %.0f |",
                layer,
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
