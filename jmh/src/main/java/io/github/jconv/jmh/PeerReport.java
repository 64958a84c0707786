// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.jmh.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** jconv against its peers, layer by layer or network by network, as Markdown, CSV and a chart; or against its own past. */
@Command(
        name = "PeerReport",
        sortOptions = false,
        description = "Times jconv and its peers in turn on the layers of real networks, or on whole ones.",
        footer = {
            "",
            "With --baseline or --write-baseline the defaults are --peers none --forks 3.",
            "Exit codes: 0 done, 2 bad input, 1 a peer disagrees, a layer fell below the baseline, anything else."
        })
public final class PeerReport implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final String NONE = "none";

    @Spec
    private CommandSpec spec;

    @Option(names = "--layers", paramLabel = "FILE.csv", description = "Layers; default: those of known networks.")
    private Path layers;

    @Option(names = "--batches", description = "Layers at batch sizes 1, 8 and 32, in place of known networks.")
    private boolean batches;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only layers whose network/layer has a match.")
    private Pattern filter;

    @Option(
            names = "--network",
            paramLabel = "NETWORK",
            split = ",",
            description = "Whole networks instead of layers: mobilenet_v1, vgg16, resnet50, esrgan_slim.")
    private List<String> networks;

    @Option(names = "--threads", paramLabel = "T", description = "Threads of every runner; default: 1.")
    private int threads = 1;

    @Option(
            names = "--accuracy",
            paramLabel = "MODE",
            description = "jconv's: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private AccuracyChoice accuracy = AccuracyChoice.EXACT;

    @Option(
            names = "--peers",
            paramLabel = "PEER",
            split = ",",
            description = {
                "ort, onednn, pytorch, onednn-blocked, netlib, or none; default: these, of networks ort.",
                "one-thread, exact, reflect, replicate, circular: jconv itself, asked for that instead.",
                "copy: System.arraycopy of as many bytes as input and output have, on one thread."
            })
    private List<String> peerIds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Time for a layer or network; default: 2. Warm-up comes on top.")
    private double seconds = 2;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "Measuring JVMs, of which the median counts; default: 1.")
    private Integer forks;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for report.md, .csv and .svg; default: beside the jar.")
    private Path out = Forks.home().resolve("peer-report");

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Fail if a layer of this file, or of --filter, fell 10 %% below it.")
    private Path baseline;

    @Option(names = "--write-baseline", paramLabel = "FILE", description = "Write a new baseline.")
    private Path newBaseline;

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    private boolean help;

    private final List<String> arguments;

    private PeerReport(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(execute(args));
    }

    /** Runs the command and returns its exit code. */
    static int execute(String... args) {
        return new CommandLine(new PeerReport(args))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(
                        (e, rest) -> fail(e, e.getCommandLine().getCommandSpec(), 2))
                .setExecutionExceptionHandler((e, line, rest) -> fail(e, line.getCommandSpec(), FAILED))
                .execute(args);
    }

    private static int fail(Exception e, CommandSpec spec, int code) {
        boolean said = e instanceof ParameterException || e instanceof Forks.FailedException;
        System.err.println(spec.name() + ": " + (said ? e.getMessage() : e.toString()));
        return code;
    }

    @Override
    public Integer call() throws Exception {
        require(threads > 0, "--threads " + threads + ": must be positive");
        require(forks == null || forks > 0, "--forks " + forks + ": must be positive");
        require(seconds > 0, "--seconds " + seconds + ": must be positive");
        return networks == null ? callLayers() : callNetworks();
    }

    private int callLayers() throws Exception {
        boolean regression = baseline != null || newBaseline != null;
        Settings settings = settings(regression ? List.of() : Peer.others());
        Baseline past = baseline == null ? null : checked(() -> Baseline.read(baseline, Setup.here(settings)));
        List<Workload> workloads = workloads(past);

        int count = forks != null ? forks : regression ? 3 : 1;
        Forks measuring = new Forks(count, settings);
        List<LayerResult> results = measuring.layers(workloads);
        if (past != null) {
            results = again(measuring, results, past::fell);
        }
        Report<LayerResult> report = new Report<>(About.lines(arguments, count, settings, "layer"), settings, results);
        write(report, MarkdownReport.of(report), Map.of("report.csv", CsvReport.of(report)));
        if (newBaseline != null) {
            Baseline.write(newBaseline, report);
        }
        return past == null || compare(past, results) ? 0 : FAILED;
    }

    private int callNetworks() throws Exception {
        require(
                layers == null && !batches && filter == null && baseline == null && newBaseline == null,
                "--network goes without --layers, --batches, --filter and baselines");
        networks.forEach(name -> require(Networks.names().contains(name), "no network: " + name));
        Settings settings = settings(List.of(Peer.ORT));
        require(List.of(Peer.ORT).containsAll(settings.peers()), "--network has no peers but ort");

        int count = forks != null ? forks : 1;
        List<NetworkResult> results = new Forks(count, settings).networks(networks);
        Report<NetworkResult> report =
                new Report<>(About.lines(arguments, count, settings, "network"), settings, results);
        write(
                report,
                NetworkMarkdown.of(report),
                Map.of("report.csv", NetworkCsv.networks(report), "steps.csv", NetworkCsv.steps(report)));
        return 0;
    }

    private Settings settings(List<Peer> defaultPeers) {
        return new Settings(threads, seconds, accuracy, peers(defaultPeers));
    }

    /** Those asked for; of a baseline those it has, unless others are asked for. */
    private List<Workload> workloads(Baseline past) {
        require(layers == null || !batches, "--layers and --batches exclude each other");
        List<Workload> shipped = batches ? Workloads.batches() : Workloads.defaults();
        List<Workload> all = layers == null ? shipped : checked(() -> Workloads.read(layers));
        List<Workload> chosen = all.stream()
                .filter(w -> filter != null ? filter.matcher(w.name()).find() : past == null || past.knows(w))
                .toList();
        require(filter == null || !chosen.isEmpty(), "--filter " + filter + ": no layer has a match");
        require(past == null || chosen.stream().anyMatch(past::knows), baseline + ": has none of the layers");
        return chosen;
    }

    private List<Peer> peers(List<Peer> defaults) {
        if (peerIds == null) {
            return defaults;
        }
        return peerIds.equals(List.of(NONE))
                ? List.of()
                : checked(() -> peerIds.stream().map(Peer::of).sorted().toList());
    }

    /** A shared machine makes layers slow now and then: those that seem to have fallen get a second chance. */
    private static List<LayerResult> again(
            Forks measuring, List<LayerResult> results, Predicate<LayerResult> suspicious) throws Exception {
        List<Workload> slow =
                results.stream().filter(suspicious).map(LayerResult::workload).toList();
        if (slow.isEmpty()) {
            return results;
        }
        System.err.println("again: " + slow.size() + " layers below the baseline");
        List<LayerResult> second = measuring.layers(slow);
        List<LayerResult> merged = new ArrayList<>(results);
        for (LayerResult r : second) {
            merged.replaceAll(old -> old.workload().equals(r.workload()) && old.percent() < r.percent() ? r : old);
        }
        return merged;
    }

    private void write(Report<?> report, String markdown, Map<String, String> tables) throws IOException {
        System.out.print(markdown);
        Files.createDirectories(out);
        Files.writeString(out.resolve("report.md"), markdown);
        for (Map.Entry<String, String> table : tables.entrySet()) {
            Files.writeString(out.resolve(table.getKey()), table.getValue());
        }
        try {
            Chart.svg().write(report, out.resolve("report.svg"));
        } catch (ReflectiveOperationException | LinkageError e) {
            System.err.println("no chart: " + e);
        }
        System.err.println("written: " + out.toAbsolutePath() + " (report.md, report.svg, "
                + String.join(", ", new TreeSet<>(tables.keySet())) + ")");
    }

    /** False if a layer fell. */
    static boolean compare(Baseline past, List<LayerResult> results) {
        past.uncompared(results).forEach(System.err::println);
        List<LayerResult> fallen = results.stream().filter(past::fell).toList();
        fallen.forEach(r -> System.err.println("fell: " + past.compare(r)));
        return fallen.isEmpty();
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** What is wrong with a file or a name is the user's mistake. */
    private <T> T checked(Callable<T> input) {
        try {
            return input.call();
        } catch (Exception e) {
            throw new ParameterException(
                    spec.commandLine(), e instanceof IllegalArgumentException ? e.getMessage() : e.toString(), e);
        }
    }
}
