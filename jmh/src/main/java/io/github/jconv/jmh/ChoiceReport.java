// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static io.github.jconv.jmh.MarkdownText.number;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Candidates;
import io.github.jconv.internal.kernel.Candidates.Candidate;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Times, in turn in one JVM, what the planner chose for a layer and what it could have chosen, and prints how far the choice
 * is from the best.
 */
@Command(
        name = "ChoiceReport",
        sortOptions = false,
        description = {
            "Times what the planner chooses for a layer beside all it could choose.",
            "Exit codes: 0 done, 2 bad input, 1 outputs that are not the same to the bit, anything else."
        })
public final class ChoiceReport implements Callable<Integer> {
    /** Longer than a thread lingers. */
    private static final long PAUSE_NANOS = 200_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--of", paramLabel = "CHOICE", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Choice choice = Choice.TILE;

    @Option(names = "--threads", paramLabel = "T", description = "Of THREADS; default: 2.")
    private int threads = 2;

    @Option(names = "--seconds", paramLabel = "S", description = "Time for a layer; default: 2. Warm-up comes on top.")
    private double seconds = 2;

    @Mixin
    private LayersOption layers;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    /** What is chosen, and layers on both sides of its thresholds. */
    enum Choice {
        /** Kernel, register tile and lanes; staging. */
        TILE(
                "64@56-64k3",
                "512@7-512k3",
                "256@14-1024k1",
                "1024@7-2048k1",
                "64@112-4k3",
                "144@56-24k1",
                "3@224-64k7s2"),
        /** Winograd or not, in FAST, and its lanes. */
        ACCURACY("64@28-64k3", "64@28-16k3", "32@14-32k3", "48@14-48k3", "64@16-16k3", "64@64-64k3d2", "32@32-32k5"),
        /** Slices, and threads. */
        THREADS("16@14-16k3", "64@14-32k1", "32@28-32k3g32", "64@28-64k1", "128@28-128k3", "512@14-512k3");

        private final List<String> defaults;

        Choice(String... defaults) {
            this.defaults = List.of(defaults);
        }
    }

    private final List<String> arguments;

    private ChoiceReport(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command and returns its exit code. */
    static int execute(String... args) {
        return new CommandLine(new ChoiceReport(args))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || !(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--threads and --seconds must be positive");
        }
        List<Workload> workloads = workloads();
        About.here(ChoiceReport.class, arguments).forEach(line -> System.out.println("- " + line));
        System.out.println("- the best moment of each, in turn in one JVM; the planner's choice is bold");
        boolean same = true;
        double log = 0;
        for (Workload workload : workloads) {
            ConvCase c = workload.conv();
            List<Candidate> candidates = candidates(c);
            Map<String, ReadyLayer> runners = new LinkedHashMap<>();
            candidates.forEach(candidate -> runners.put(candidate.name(), new PlanLayer(c, candidate.plan())));
            same &= check(workload, candidates, runners);
            Map<String, Double> micros =
                    new Rounds(runners, new Cores(1)).measure(seconds).least();
            print(workload, candidates, micros);
            log += Math.log(lost(candidates, micros));
            if (choice == Choice.THREADS) {
                waking(c);
            }
        }
        System.out.printf(
                "%nthe choice takes %s times the best one's time in the geometric mean%n",
                number("%.3f", Math.exp(log / workloads.size())));
        return same ? 0 : 1;
    }

    private List<Workload> workloads() throws IOException {
        try {
            List<Workload> asked = layers.get();
            return asked.isEmpty()
                    ? choice.defaults.stream().map(LayerText::parse).toList()
                    : asked;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Candidate> candidates(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        Platform here = Platform.current();
        return switch (choice) {
            case TILE -> Candidates.tiles(g, here);
            case ACCURACY -> Candidates.accuracies(g, fast(c), here);
            case THREADS -> Candidates.cuts(g, here, threads);
        };
    }

    private static Geometry fast(ConvCase c) {
        return Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
    }

    /** Whether all exact candidates give the same bits. */
    private static boolean check(Workload workload, List<Candidate> candidates, Map<String, ReadyLayer> runners) {
        float[] expected = null;
        boolean same = true;
        for (Candidate candidate : candidates) {
            ReadyLayer runner = runners.get(candidate.name());
            runner.run();
            if (!candidate.plan().kernel().exact()) {
                continue;
            }
            expected = expected == null ? runner.output() : expected;
            if (!Arrays.equals(expected, runner.output())) {
                System.err.println(workload.name() + ": other bits by " + candidate.name());
                same = false;
            }
        }
        return same;
    }

    private static double lost(List<Candidate> candidates, Map<String, Double> micros) {
        return micros.get(chosen(candidates).name()) / best(micros);
    }

    private static double best(Map<String, Double> micros) {
        return micros.values().stream().mapToDouble(t -> t).min().getAsDouble();
    }

    private static Candidate chosen(List<Candidate> candidates) {
        return candidates.stream().filter(Candidate::chosen).findFirst().orElseThrow();
    }

    private static void print(Workload workload, List<Candidate> candidates, Map<String, Double> micros) {
        double best = best(micros);
        double estimate = chosen(candidates).estimate();
        boolean estimated = candidates.stream().anyMatch(candidate -> candidate.estimate() > 0);
        System.out.printf("%n## %s%n%n", workload.layer());
        row(Stream.of("", "us", "of the best"), estimated, "estimated cycles", "of the choice's");
        row(Stream.of("---", "---:", "---:"), estimated, "---:", "---:");
        candidates.stream()
                .sorted(Comparator.comparingDouble(candidate -> micros.get(candidate.name())))
                .forEach(candidate -> {
                    double time = micros.get(candidate.name());
                    String name = candidate.chosen() ? "**" + candidate.name() + "**" : candidate.name();
                    boolean has = candidate.estimate() > 0;
                    row(
                            Stream.of(name, number("%.1f", time), number("%.2f", time / best)),
                            estimated,
                            has ? number("%.0f", candidate.estimate()) : "-",
                            has && estimate > 0 ? number("%.2f", candidate.estimate() / estimate) : "-");
                });
        System.out.flush();
    }

    private static void row(Stream<String> cells, boolean estimated, String... estimates) {
        Stream<String> all = estimated ? Stream.concat(cells, Stream.of(estimates)) : cells;
        System.out.println("| " + String.join(" | ", all.toList()) + " |");
    }

    /** What a forward takes whose helpers must be woken first, and on one thread alone after the same pause. */
    private void waking(ConvCase c) {
        Geometry g = CaseGeometry.of(c);
        Platform here = Platform.current();
        Map<String, ReadyLayer> runners = new LinkedHashMap<>();
        runners.put("alone", new PlanLayer(c, Candidates.alone(g, here), PAUSE_NANOS));
        runners.put("woken", new PlanLayer(c, Candidates.woken(g, here, threads), PAUSE_NANOS));
        Map<String, Double> micros =
                new Rounds(runners, new Cores(1)).measure(seconds).least();
        System.out.printf(
                "%nwork %d; after a pause, with threads asleep: alone %s us, waking them %s us%n",
                g.work(),
                number("%.1f", micros.get("alone") - PAUSE_NANOS * 1e-3),
                number("%.1f", micros.get("woken") - PAUSE_NANOS * 1e-3));
    }
}
