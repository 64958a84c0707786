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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs {@link PeerFork} in JVMs of its own, one after the other. */
final class Forks {
    private final int forks;
    private final int threads;
    private final double seconds;
    private final List<Peer> peers;

    Forks(int forks, int threads, double seconds, List<Peer> peers) {
        this.forks = forks;
        this.threads = threads;
        this.seconds = seconds;
        this.peers = peers;
    }

    /**
     * Of each layer the result of the fork with the median % of the peak; never a mixture of forks, whose clocks differ.
     *
     * @throws FailedException if a JVM failed; it has said why on standard error
     */
    List<LayerResult> measure(List<Workload> workloads) throws IOException, InterruptedException, FailedException {
        Path folder = Files.createTempDirectory("jconv-peers");
        Path layers = folder.resolve("layers.csv");
        Path results = folder.resolve("results.tsv");
        try {
            Workloads.write(layers, workloads);
            List<List<LayerResult>> all = new ArrayList<>();
            for (int fork = 1; fork <= forks; fork++) {
                run(fork + " of " + forks, layers, results);
                all.add(read(workloads, results));
            }
            return IntStream.range(0, workloads.size())
                    .mapToObj(i -> median(all.stream().map(fork -> fork.get(i)).toList()))
                    .toList();
        } finally {
            Files.deleteIfExists(layers);
            Files.deleteIfExists(results);
            Files.delete(folder);
        }
    }

    static LayerResult median(List<LayerResult> forks) {
        return forks.stream()
                .sorted(Comparator.comparingDouble(LayerResult::percent))
                .toList()
                .get(forks.size() / 2);
    }

    private void run(String fork, Path layers, Path results) throws IOException, InterruptedException, FailedException {
        List<String> command = new ArrayList<>(jvm());
        command.addAll(List.of(PeerFork.class.getName(), fork, Integer.toString(threads), Double.toString(seconds)));
        command.add(peers.stream().map(peer -> peer.id).collect(Collectors.joining(",")));
        command.addAll(List.of(layers.toString(), results.toString()));
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
        String count = Integer.toString(threads);
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
        command.add("-Dai.djl.pytorch.num_threads=" + threads);
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

    private static List<LayerResult> read(List<Workload> workloads, Path results) throws IOException {
        List<String> lines = Files.readAllLines(results);
        return IntStream.range(0, workloads.size())
                .mapToObj(i -> LayerResult.parse(workloads.get(i), lines.get(i)))
                .toList();
    }

    /** A measuring JVM failed. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }
}
