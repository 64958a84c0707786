// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static io.github.jconv.jmh.MarkdownText.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Times jconv, in turn in one JVM, as its sources are and with other values of a constant, or as other sources are. */
@Command(
        name = "VariantReport",
        sortOptions = false,
        description = {
            "Times jconv as its sources are beside jconv with another constant, or of other sources.",
            "Exit codes: 0 done, 2 bad input, 1 outputs of EXACT that are not the same to the bit, anything else."
        })
public final class VariantReport implements Callable<Integer> {
    private final List<String> arguments;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--constant",
            paramLabel = "CLASS.NAME[=V,V]",
            description = "A constant and other values, such as RowLanes.BLOCK_PIXELS=448,896; default: see --list.")
    private String constant;

    @Option(names = "--other", paramLabel = "DIR", description = "Another src/main/java to compare with.")
    private Path other;

    @Option(names = "--sources", paramLabel = "DIR", description = "The library's; default: ${DEFAULT-VALUE}.")
    private Path sources = Path.of("src/main/java");

    @Option(names = "--accuracy", paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}; default: see --list.")
    private AccuracyChoice accuracy;

    @Option(names = "--threads", paramLabel = "T", description = "Threads; default: see --list.")
    private Integer threads;

    @Option(names = "--data", paramLabel = "FORM", description = "${COMPLETION-CANDIDATES}; default: see --list.")
    private VariantLayer.Data data;

    @Option(names = "--moved", description = "Layers of known networks whose plan another variant changes.")
    private boolean moved;

    @Option(names = "--seconds", paramLabel = "S", description = "Time for a layer; default: 2. Warm-up comes on top.")
    private double seconds = 2;

    @Option(names = "--list", description = "List the constants with values and layers that are used by default.")
    private boolean list;

    @Mixin
    private LayersOption layers;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    private VariantReport(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command and returns its exit code. */
    static int execute(String... args) {
        return new CommandLine(new VariantReport(args))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Threshold.all().forEach(VariantReport::list);
            return 0;
        }
        require((constant == null) != (other == null), "one of --constant and --other is needed");
        require(threads == null || threads > 0, "--threads must be positive");
        require(seconds > 0, "--seconds must be positive");
        require(Files.isDirectory(sources), "--sources " + sources + ": no folder; run it in jconv's");
        Path classes = Files.createTempDirectory("jconv-variants");
        List<Variant> variants = new ArrayList<>();
        try {
            return checked(() -> {
                compile(variants, classes);
                return measure(variants);
            });
        } finally {
            for (Variant variant : variants) {
                variant.close();
            }
            Variant.delete(classes);
        }
    }

    private static void list(Threshold t) {
        System.out.printf(
                "--constant %s=%s --accuracy %s --threads %d --data %s %s%n",
                t.constant(),
                String.join(",", t.values()),
                t.accuracy(),
                t.threads(),
                t.data(),
                String.join(" ", t.layers()));
    }

    private void compile(List<Variant> variants, Path classes) throws IOException {
        if (other != null) {
            variants.add(Variant.of("now", sources, Files.createDirectory(classes.resolve("now"))));
            variants.add(Variant.of("other", other, Files.createDirectory(classes.resolve("other"))));
            return;
        }
        Constant found = Constant.find(sources, constantName());
        variants.add(Variant.of(found.value(), sources, Files.createDirectory(classes.resolve("now"))));
        for (String value : values()) {
            if (!value.equals(found.value())) {
                Path folder = Files.createDirectory(classes.resolve("v" + variants.size()));
                variants.add(Variant.of(value, sources, folder, found, value));
            }
        }
        require(variants.size() > 1, constant + ": no other value");
    }

    private int measure(List<Variant> variants) throws IOException {
        AccuracyChoice mode =
                accuracy != null ? accuracy : known().map(Threshold::accuracy).orElse(AccuracyChoice.EXACT);
        VariantLayer.Data form =
                data != null ? data : known().map(Threshold::data).orElse(VariantLayer.Data.NCHW);
        int count = threads != null ? threads : known().map(Threshold::threads).orElse(1);
        List<Workload> workloads = moved ? moved(variants, mode, count) : workloads();
        About.here(VariantReport.class, arguments).forEach(line -> System.out.println("- " + line));
        System.out.printf(
                "- %s, %s, %s; \"times\" is how many times as fast as now, in turn in one JVM%n%n",
                other != null ? "other sources: " + other : constantName(), mode, Settings.inWords(count, "thread"));
        StringBuilder head = new StringBuilder("| layer | " + variants.get(0).name + ", now |");
        variants.stream()
                .skip(1)
                .forEach(variant -> head.append(" ").append(variant.name).append(" |"));
        System.out.println(head);
        System.out.println("| --- |" + " --- |".repeat(variants.size()));
        boolean same = true;
        Cores cores = new Cores(count);
        for (Workload workload : workloads) {
            Map<String, ReadyLayer> runners = new LinkedHashMap<>();
            variants.forEach(variant -> runners.put(variant.name, variant.open(workload, mode, count, form)));
            same &= mode == AccuracyChoice.FAST || check(workload, runners);
            Map<String, Double> micros =
                    new Rounds(runners, cores).measure(seconds).least();
            System.out.println(row(workload, variants, micros, variant -> variant.plan(workload, mode, count)));
        }
        return same ? 0 : 1;
    }

    private static boolean check(Workload workload, Map<String, ReadyLayer> runners) {
        runners.values().forEach(ReadyLayer::run);
        float[] expected = runners.values().iterator().next().output();
        boolean same = true;
        for (Map.Entry<String, ReadyLayer> runner : runners.entrySet()) {
            if (!Arrays.equals(expected, runner.getValue().output())) {
                System.err.println(workload.name() + ": other bits with " + runner.getKey());
                same = false;
            }
        }
        return same;
    }

    private static String row(
            Workload workload, List<Variant> variants, Map<String, Double> micros, Function<Variant, String> plan) {
        Variant now = variants.get(0);
        double time = micros.get(now.name);
        StringBuilder row = new StringBuilder("| ").append(workload.layer()).append(" |");
        row.append(number(" %.1f us, ", time)).append(plan.apply(now)).append(" |");
        for (Variant variant : variants.subList(1, variants.size())) {
            String its = plan.apply(variant);
            row.append(number(" %.2f times", time / micros.get(variant.name)))
                    .append(its.equals(plan.apply(now)) ? " |" : ", " + its + " |");
        }
        return row.toString();
    }

    /** Layers of known networks whose plan is not the same in all variants. */
    private static List<Workload> moved(List<Variant> variants, AccuracyChoice mode, int count) {
        List<Workload> all = Workloads.defaults();
        List<Workload> chosen = all.stream()
                .filter(w -> variants.stream()
                                .map(variant -> variant.plan(w, mode, count))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        System.out.printf("%d of %d layers of known networks have another plan%n%n", chosen.size(), all.size());
        return chosen;
    }

    private List<Workload> workloads() throws IOException {
        List<Workload> asked = layers.get();
        if (asked.isEmpty()) {
            asked = known().map(Threshold::layers).orElse(List.of()).stream()
                    .map(LayerText::parse)
                    .toList();
        }
        require(!asked.isEmpty(), "which layers?");
        return asked;
    }

    private String constantName() {
        return constant.split("=", 2)[0];
    }

    private List<String> values() {
        String[] parts = constant.split("=", 2);
        return parts.length > 1
                ? List.of(parts[1].split(","))
                : known().map(Threshold::values).orElse(List.of());
    }

    private Optional<Threshold> known() {
        return constant == null
                ? Optional.empty()
                : Threshold.all().stream()
                        .filter(t -> t.constant().equals(constantName()))
                        .findFirst();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private <T> T checked(Callable<T> input) throws Exception {
        try {
            return input.call();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
