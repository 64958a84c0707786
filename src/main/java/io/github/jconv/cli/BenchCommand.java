// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import io.github.jconv.cli.LayerBench.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times a layer on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Times a layer on this machine, against its FMA peak.",
            "Forwards of random input and weights alternate with a loop of multiply-adds that touches no memory, on as"
                    + " many threads: the FMA peak. The share of it is that of the moment, so that a drifting clock cancels"
                    + " out. All are medians.",
            "Rates count two operations a multiply-add, taps in the padding included; bandwidths count input, weight,"
                    + " bias and output once. They stay in the caches if they fit. For comparison, one thread copies"
                    + " memory with System.arraycopy, reading and writing as many bytes.",
            "The first call is the first forward of the process, with the first number of threads: its code is not yet"
                    + " compiled."
        },
        footer = {
            "",
            "Examples:",
            "  jconv bench --input 1,64,56,56 --out-channels 128 --kernel 3 --padding 1",
            "  jconv bench --input 3,224,224 --out-channels 64 --kernel 7 --threads 1,2 --json"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 1024;
    private static final int MOST_SECONDS = 3600;

    @Mixin
    private LayerOptions layer;

    @Option(
            names = "--threads",
            paramLabel = "T[,T]...",
            converter = ThreadsConverter.class,
            description = "Numbers of threads, each timed on its own; by default 1 and as many as the machine has.")
    private Threads threads = new Threads(
            Stream.of(1, Runtime.getRuntime().availableProcessors()).distinct().toList());

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "Time to measure each number of threads for; 2 by default. The warm-up before takes as long, and up"
                            + " to five times as long while the code still gets faster.")
    private double seconds = 2;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Numbers of threads. */
    private record Threads(List<Integer> counts) {}

    /** Reads {@link Threads}. */
    private static final class ThreadsConverter implements ITypeConverter<Threads> {
        @Override
        public Threads convert(String text) {
            return new Threads(Pair.ints(text));
        }
    }

    /** The layer and its plan on a number of threads. */
    private record Run(int threads, Conv2d conv, Conv2dPlan plan) {}

    @Override
    public Integer call() {
        for (int count : threads.counts()) {
            if (count < 1 || count > MOST_THREADS) {
                throw BadInput.of("--threads " + count, "must be at least 1 and at most " + MOST_THREADS);
            }
        }
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw BadInput.of("--seconds " + seconds, "must be above 0 and at most " + MOST_SECONDS);
        }
        List<Run> runs = runs();
        BenchArrays arrays = BenchArrays.of(runs.get(0).plan(), layer.inputShape());
        spec.commandLine().getOut().print(measured(runs, arrays).print(json));
        return 0;
    }

    private List<Run> runs() {
        try {
            List<Run> runs = new ArrayList<>();
            for (int count : threads.counts()) {
                Conv2d conv = layer.build(count);
                runs.add(new Run(count, conv, conv.plan(layer.inputShape())));
            }
            return runs;
        } catch (IllegalArgumentException e) {
            throw BadInput.of(e, LayerOptions.names());
        }
    }

    private Report measured(List<Run> runs, BenchArrays arrays) {
        BenchReport report = new BenchReport(
                runs.get(0).conv(), layer.inputShape(), runs.get(0).plan());
        try (Progress progress = new Progress(spec.commandLine().getErr(), Progress.atTerminal())) {
            for (Run run : runs) {
                try (LayerBench bench = new LayerBench(run.conv(), run.plan(), arrays, run.threads())) {
                    if (run == runs.get(0)) {
                        report.firstCall(bench.once());
                    }
                    Times times = bench.measure((long) Math.ceil(1e9 * seconds), progress);
                    report.run(run.threads(), run.plan(), times);
                }
            }
        }
        return report.finished();
    }
}
