// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.jconv.Accuracy;
import io.github.jconv.io.Safetensors;
import io.github.jconv.io.Tensor;
import io.github.jconv.jmh.AccuracyChoice;
import io.github.jconv.jmh.network.Chain;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Networks;
import io.github.jconv.jmh.network.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The network that the peer report times is the one that {@code upscale} runs: with its weights it gives its bits. */
class EsrganSlimGraphTest {
    private static final int SIZE = 5;

    private static Node withBundledWeights(Node node, Map<String, Tensor> weights) {
        if (!(node instanceof Node.Conv conv)) {
            return node;
        }
        Tensor weight = weights.get(conv.name() + ".weight");
        Tensor bias = weights.get(conv.name() + ".bias");
        return new Node.Conv(conv.name(), conv.input(), conv.conv(), conv.relu(), weight.data(), bias.data());
    }

    @Test
    void sameNetwork() throws IOException {
        Map<String, Tensor> weights;
        try (InputStream in = EsrganSlim.class.getResourceAsStream("esrgan/esrgan-slim-x2.safetensors")) {
            weights = Safetensors.read(in);
        }
        Graph random = Networks.of("esrgan_slim", SIZE);
        Graph graph = new Graph(
                random.name(),
                random.shape(),
                random.input(),
                random.nodes().stream()
                        .map(node -> withBundledWeights(node, weights))
                        .toList());
        Chain chain = new Chain(graph, 1, AccuracyChoice.EXACT);
        chain.run();

        EsrganSlim network = EsrganSlim.bundled(Accuracy.EXACT, 1);
        EsrganSlim.Buffers buffers = network.new Buffers(SIZE * SIZE);
        System.arraycopy(graph.input(), 0, buffers.input, 0, graph.input().length);
        network.forward(buffers, SIZE, SIZE, new LayerTimes());

        assertArrayEquals(buffers.output, Arrays.copyOf(chain.output(), buffers.output.length));
    }
}
