// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.jmh.network.Chain;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Networks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The measuring JVM of {@link PeerReport}, which starts it: see {@link Forks} for its arguments.
 *
 * <p>It is another JVM because the natives of the peers read the number of threads from the environment, and load from
 * the class path.
 */
final class PeerFork {
    static final int DISAGREEMENT = 3;

    /** What to measure, as an argument. */
    enum Subject {
        /** The layers of a file. */
        LAYERS,
        /** Networks by name, with commas between them. */
        NETWORKS
    }

    private final int fork;
    private final int forks;
    private final Settings settings;
    private final PrintWriter out;
    private final Cores cores;

    private PeerFork(int fork, int forks, Settings settings, PrintWriter out) {
        this.fork = fork;
        this.forks = forks;
        this.settings = settings;
        this.out = out;
        this.cores = new Cores(settings.threads());
    }

    /** Arguments: file for the results, number of the fork, how many there are, {@link Settings}, {@link Subject}, which of them. */
    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        Settings settings = Settings.parse(arguments.subList(3, args.length));
        List<String> subject = Settings.rest(arguments.subList(3, args.length));
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[0])))) {
            PeerFork fork = new PeerFork(Integer.parseInt(args[1]), Integer.parseInt(args[2]), settings, out);
            fork.cores.warmUp();
            switch (Subject.valueOf(subject.get(0))) {
                case LAYERS -> fork.layers(Workloads.read(Path.of(subject.get(1))));
                case NETWORKS -> fork.networks(Arrays.asList(subject.get(1).split(",")));
            }
        } catch (DisagreementException e) {
            System.err.println(e.getMessage());
            System.exit(DISAGREEMENT);
        }
        System.exit(0); // whatever threads the natives left
    }

    private void layers(List<Workload> workloads) throws DisagreementException {
        Progress progress = new Progress(fork, forks, "layer", workloads.size());
        for (Workload workload : workloads) {
            LayerResult result = measure(workload);
            out.println(result.toLine());
            progress.done(result);
        }
    }

    private void networks(List<String> names) throws DisagreementException {
        Progress progress = new Progress(fork, forks, "network", names.size());
        for (String name : names) {
            NetworkResult result = measure(Networks.of(name));
            out.println(result.toLine());
            progress.done(result);
        }
    }

    private LayerResult measure(Workload workload) throws DisagreementException {
        int threads = settings.threads();
        JconvLayer jconv = new JconvLayer(workload.conv(), threads, settings.accuracy());
        try (Runners runners = new Runners(jconv, settings.peers(), peer -> peer.open(workload.conv(), settings))) {
            compare(workload, runners.all());
            return new LayerResult(workload, jconv.kernel(), runners.measure(settings, cores));
        }
    }

    private void compare(Workload workload, Map<String, ReadyLayer> runners) throws DisagreementException {
        Agreement agreement = new Agreement(workload, runners.get(JconvLayer.ID).output(), settings.accuracy());
        for (Map.Entry<String, ReadyLayer> runner : runners.entrySet()) {
            runner.getValue().run();
            if (!comparable(runner.getKey())) {
                continue;
            }
            String disagreement = agreement.disagreement(runner.getValue().output());
            if (disagreement != null) {
                throw new DisagreementException(workload.name() + ": " + runner.getKey() + ": " + disagreement);
            }
        }
    }

    private static boolean comparable(String id) {
        return id.equals(JconvLayer.ID) || Peer.of(id).comparable;
    }

    private NetworkResult measure(Graph graph) throws DisagreementException {
        int threads = settings.threads();
        Chain jconv = new Chain(graph, threads, settings.accuracy());
        try (Runners runners = new Runners(jconv, settings.peers(), peer -> peer.open(graph, threads))) {
            jconv.run();
            NetworkAgreement agreement = new NetworkAgreement(graph, jconv.output(), settings.accuracy());
            double difference = compare(graph, runners.all(), agreement);
            Timing timing = runners.measure(settings, cores);
            return new NetworkResult(
                    graph.name(), graph.flops(), difference, agreement.allowed(), jconv.times(), timing);
        }
    }

    /** The largest difference, jconv's second run included. */
    private static double compare(Graph graph, Map<String, ReadyLayer> runners, NetworkAgreement agreement)
            throws DisagreementException {
        double most = 0;
        for (Map.Entry<String, ReadyLayer> runner : runners.entrySet()) {
            runner.getValue().run();
            double difference = agreement.difference(runner.getValue().output());
            if (difference > agreement.allowed()) {
                throw new DisagreementException(String.format(
                        "%s: %s: differs from jconv by %.3g of the largest output, may by %.3g",
                        graph.name(), runner.getKey(), difference, agreement.allowed()));
            }
            most = Math.max(most, difference);
        }
        return most;
    }
}
