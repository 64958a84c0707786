// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs {@link PeerFork} in JVMs of its own, one after the other. */
final class Forks {
    private final int forks;
    private final Settings settings;

    Forks(int forks, Settings settings) {
        this.forks = forks;
        this.settings = settings;
    }

    /**
     * Of each layer the result of the fork with the median % of the peak; never a mixture of forks, whose clocks differ.
     *
     * @throws FailedException if a JVM failed; it has said why on standard error
     */
    List<LayerResult> layers(List<Workload> workloads) throws IOException, InterruptedException, FailedException {
        Path layers = Files.createTempFile("jconv-peers", ".csv");
        try {
            Workloads.write(layers, workloads);
            return measure(
                    PeerFork.Subject.LAYERS,
                    layers.toString(),
                    lines -> IntStream.range(0, workloads.size())
                            .mapToObj(i -> LayerResult.parse(workloads.get(i), lines.get(i)))
                            .toList());
        } finally {
            Files.delete(layers);
        }
    }

    /** As {@link #layers}, of networks. */
    List<NetworkResult> networks(List<String> names) throws IOException, InterruptedException, FailedException {
        return measure(
                PeerFork.Subject.NETWORKS,
                String.join(",", names),
                lines -> lines.stream().map(NetworkResult::parse).toList());
    }

    private <R extends Measured> List<R> measure(
            PeerFork.Subject subject, String which, Function<List<String>, List<R>> parser)
            throws IOException, InterruptedException, FailedException {
        Path results = Files.createTempFile("jconv-peers", ".tsv");
        try {
            List<List<R>> all = new ArrayList<>();
            for (int fork = 1; fork <= forks; fork++) {
                List<String> arguments = new ArrayList<>(List.of(results.toString(), fork + "", forks + ""));
                arguments.addAll(settings.toArguments());
                arguments.addAll(List.of(subject.name(), which));
                run(arguments);
                all.add(parser.apply(Files.readAllLines(results)));
            }
            return IntStream.range(0, all.get(0).size())
                    .mapToObj(i -> median(all.stream().map(fork -> fork.get(i)).toList()))
                    .toList();
        } finally {
            Files.delete(results);
        }
    }

    /** Of an even number the slower one of the two in the middle: no fork is preferred for being fast, but those of whole cores. */
    static <R extends Measured> R median(List<R> forks) {
        boolean whole = forks.stream().anyMatch(fork -> fork.timing().whole());
        List<R> sorted = forks.stream()
                .filter(fork -> fork.timing().whole() == whole)
                .sorted(Comparator.comparingDouble(Measured::percent))
                .toList();
        return sorted.get((sorted.size() - 1) / 2);
    }

    private void run(List<String> arguments) throws IOException, InterruptedException, FailedException {
        List<String> command = new ArrayList<>(jvm());
        command.add(PeerFork.class.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new FailedException("the measuring JVM ended with exit code " + code);
        }
    }

    /**
     * The threads of the peers, none of which may spin on after its call: the core is the next one's by then. And glibc is
     * to keep the memory of PyTorch's outputs: given back and faulted in again at each call it can cost ten times the layer.
     */
    private Map<String, String> environment() {
        String count = Integer.toString(settings.threads());
        return Map.of(
                "OMP_NUM_THREADS",
                count,
                "MKL_NUM_THREADS",
                count,
                "OMP_WAIT_POLICY",
                "PASSIVE",
                "GOMP_SPINCOUNT",
                "0",
                "KMP_BLOCKTIME",
                "0",
                "MALLOC_ARENA_MAX",
                "1",
                "MALLOC_MMAP_THRESHOLD_",
                Integer.toString(32 << 20),
                "MALLOC_TRIM_THRESHOLD_",
                Integer.toString(1 << 30));
    }

    private List<String> jvm() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("--add-modules=jdk.incubator.vector");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.add("-Dai.djl.offline=true");
        command.add("-Dai.djl.pytorch.num_threads=" + settings.threads());
        command.add("-DDJL_CACHE_DIR=" + home().resolve("natives").resolve("djl"));
        command.add(
                "-Dorg.bytedeco.javacpp.cachedir=" + home().resolve("natives").resolve("javacpp"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path") + File.pathSeparator + libraries() + File.separator + "*");
        return command;
    }

    /** File names of the peers' libraries, with their versions. */
    static List<String> artifacts() throws IOException {
        if (!Files.isDirectory(libraries())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(libraries())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path libraries() {
        return home().resolve("lib");
    }

    /** Where benchmarks.jar is; "lib" is beside it. */
    static Path home() {
        try {
            return Path.of(Forks.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A measuring JVM failed. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }
}
