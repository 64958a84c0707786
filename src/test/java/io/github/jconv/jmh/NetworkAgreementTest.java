// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.jmh.network.Chain;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Networks;
import io.github.jconv.jmh.network.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roundings stay far inside the bound for networks, faults far outside. */
class NetworkAgreementTest {
    private final Graph graph = Networks.of("mobilenet_v1");
    private final float[] expected = output(graph);
    private final NetworkAgreement agreement = new NetworkAgreement(graph, expected, AccuracyChoice.EXACT);

    private static float[] output(Graph graph) {
        Chain chain = new Chain(graph, 1, AccuracyChoice.EXACT);
        chain.run();
        return chain.output();
    }

    private static Graph with(Graph graph, int index, UnaryOperator<Node.Conv> change) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(index, change.apply((Node.Conv) nodes.get(index)));
        return new Graph(graph.name(), graph.shape(), graph.input(), nodes);
    }

    /** Sum of taps: 27 of conv0, 13 times 9, and the channels that go into each 1x1; one more for each of 27 layers. */
    @Test
    void bound() {
        int taps = 27 + 13 * 9 + 32 + 64 + 128 + 128 + 256 + 256 + 6 * 512 + 1024;

        assertEquals(4 * 0x1p-24 * Math.sqrt(taps + 27), agreement.allowed(), 1e-12);
    }

    /** Three sums round too; concatenations and the upsampling do not. */
    @Test
    void boundWithSumsAndConcatenations() {
        int taps = 27 + 4 * 576 + 2 * 68 + 128 + 25 * 64 + 576 + 288 + 108;
        Graph esrgan = Networks.of("esrgan_slim", 8);

        assertEquals(
                4 * 0x1p-24 * Math.sqrt(taps + 12 + 3),
                new NetworkAgreement(esrgan, output(esrgan), AccuracyChoice.EXACT).allowed(),
                1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet_v1", "esrgan_slim"})
    void theValuesStayInRange(String name) {
        float[] output = output(Networks.of(name));
        double squares = 0;
        for (float y : output) {
            squares += (double) y * y;
        }

        assertEquals(0, Math.log10(Math.sqrt(squares / output.length)), 1);
    }

    /** Half an ulp on every weight is one rounding a tap, as another order of the sums would be. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 26})
    void anotherRounding(int layer) {
        Graph other = with(graph, layer, conv -> {
            float[] weight = conv.weight().clone();
            for (int i = 0; i < weight.length; i += 2) {
                weight[i] = Math.nextUp(weight[i]);
            }
            return new Node.Conv(conv.name(), conv.input(), conv.conv(), conv.relu(), weight, conv.bias());
        });
        double difference = agreement.difference(output(other));

        assertTrue(difference > 0 && difference < agreement.allowed(), difference + " of " + agreement.allowed());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 13, 26})
    void aBiasLeftOut(int layer) {
        Graph other = with(
                graph,
                layer,
                conv -> new Node.Conv(
                        conv.name(),
                        conv.input(),
                        conv.conv(),
                        conv.relu(),
                        conv.weight(),
                        new float[conv.bias().length]));
        double difference = agreement.difference(output(other));

        assertTrue(difference > 100 * agreement.allowed(), difference + " of " + agreement.allowed());
    }

    @Test
    void noNumbersAndNoOutputs() {
        float[] other = expected.clone();
        other[3] = Float.NaN;

        assertEquals(Double.POSITIVE_INFINITY, agreement.difference(other));
        assertEquals(Double.POSITIVE_INFINITY, agreement.difference(new float[3]));
        assertEquals(
                Double.POSITIVE_INFINITY,
                new NetworkAgreement(graph, new float[3], AccuracyChoice.EXACT).difference(new float[3]));
    }
}
