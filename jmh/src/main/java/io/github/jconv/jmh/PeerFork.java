package io.github.jconv.jmh;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The measuring JVM of {@link PeerReport}, which starts it: see {@link Forks} for its arguments.
 *
 * <p>It is another JVM because the natives of the peers read the number of threads from the environment, and load from
 * the class path.
 */
final class PeerFork {
    static final int DISAGREEMENT = 3;

    private final String fork;
    private final int threads;
    private final double seconds;
    private final List<Peer> peers;
    private final long start = System.nanoTime();

    private PeerFork(String fork, int threads, double seconds, List<Peer> peers) {
        this.fork = fork;
        this.threads = threads;
        this.seconds = seconds;
        this.peers = peers;
    }

    /** Arguments: name of the fork, threads, seconds a layer, peers, file of layers, file for the results. */
    public static void main(String[] args) throws IOException {
        List<Peer> peers = Stream.of(args[3].split(","))
                .filter(id -> !id.isEmpty())
                .map(Peer::of)
                .toList();
        PeerFork fork = new PeerFork(args[0], Integer.parseInt(args[1]), Double.parseDouble(args[2]), peers);
        List<Workload> workloads = Workloads.read(Path.of(args[4]));
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[5])))) {
            fork.run(workloads, out);
        } catch (DisagreementException e) {
            System.err.println(e.getMessage());
            System.exit(DISAGREEMENT);
        }
        System.exit(0); // whatever threads the natives left
    }

    private void run(List<Workload> workloads, PrintWriter out) throws DisagreementException {
        ThreadsPeak.gflops(threads, 200); // compiles it
        for (int i = 0; i < workloads.size(); i++) {
            LayerResult result = measure(workloads.get(i));
            out.println(result.toLine());
            System.err.println(progress(result, i + 1, workloads.size()));
        }
    }

    private LayerResult measure(Workload workload) throws DisagreementException {
        Map<String, ReadyLayer> runners = new LinkedHashMap<>();
        Map<Peer, String> absent = new EnumMap<>(Peer.class);
        JconvLayer jconv = new JconvLayer(workload.conv(), threads);
        runners.put(JconvLayer.ID, jconv);
        try {
            for (Peer peer : peers) {
                try {
                    runners.put(peer.id, peer.open(workload.conv(), threads));
                } catch (AbsentException e) {
                    absent.put(peer, e.getMessage());
                }
            }
            compare(workload, runners);
            Rounds.Times times = new Rounds(runners, threads).measure(seconds);
            return new LayerResult(workload, jconv.kernel(), times.peak(), times.micros(), absent);
        } finally {
            runners.values().forEach(ReadyLayer::close);
        }
    }

    private static void compare(Workload workload, Map<String, ReadyLayer> runners) throws DisagreementException {
        Agreement agreement = new Agreement(workload, runners.get(JconvLayer.ID).output());
        for (Map.Entry<String, ReadyLayer> runner : runners.entrySet()) {
            runner.getValue().run();
            String disagreement = agreement.disagreement(runner.getValue().output());
            if (disagreement != null) {
                throw new DisagreementException(workload.name() + ": " + runner.getKey() + ": " + disagreement);
            }
        }
    }

    private String progress(LayerResult result, int done, int all) {
        double left = (System.nanoTime() - start) * 1e-9 / done * (all - done);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "fork %s, layer %d of %d, %.0f s left: %s %.0f us, %.0f %%",
                fork,
                done,
                all,
                left,
                result.workload().name(),
                result.jconvMicros(),
                result.percent()));
        for (Peer peer : peers) {
            result.ratio(peer).ifPresent(ratio -> line.append(String.format(Locale.ROOT, ", %s %.2f", peer.id, ratio)));
        }
        return line.toString();
    }

    /** A peer computed something else than jconv. */
    private static final class DisagreementException extends Exception {
        private static final long serialVersionUID = 1;

        DisagreementException(String message) {
            super(message);
        }
    }
}
