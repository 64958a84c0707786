// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.jmh.AccuracyChoice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain gives the bits of the definition, again and again, and says where its time went. */
class ChainTest {
    private static void assertSame(float[] expected, float[] actual) {
        for (int i = 0; i < actual.length; i++) {
            actual[i] += 0f; // the sign of a zero is not part of the contract
        }
        assertArrayEquals(expected, actual);
    }

    @ParameterizedTest
    @CsvSource({"mobilenet_v1,1", "mobilenet_v1,2", "vgg16,1", "resnet50,1", "esrgan_slim,1", "esrgan_slim,2"})
    void knownNetworksOnASmallImage(String name, int threads) {
        Graph graph = Networks.of(name, 37);
        float[] expected = NaiveNetwork.output(graph);
        Chain chain = new Chain(graph, threads, AccuracyChoice.EXACT);

        chain.run();
        assertSame(expected, chain.output());
        chain.run();
        assertSame(expected, chain.output());
    }

    /** Both a residual block as in ResNet and one whose first term is read once more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void residualsAndPoolsOfOddSizes(int threads) {
        GraphBuilder net = new GraphBuilder("net", 2, 13, 19, 7);
        int x = net.maxPool("pool1", net.convRelu("conv1", 0, 5, 3, 1, 1), 3, 2, 1);
        int y = net.conv("conv2", x, 5, 3, 1);
        int z = net.addRelu("add1", y, x);
        int v = net.addRelu("add2", y, z);
        net.maxPool("pool2", net.convRelu("conv3", v, 4, 1, 1, 1), 2, 1, 0);
        Graph graph = net.build();
        Chain chain = new Chain(graph, threads, AccuracyChoice.EXACT);

        for (int run = 0; run < 3; run++) {
            chain.run();
            assertSame(NaiveNetwork.output(graph), chain.output());
        }
    }

    /** Parts that a convolution, a pool and a sum make; and parts that must be copied: the input, one read twice, a concat. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void concatenations(int threads) {
        GraphBuilder net = new GraphBuilder("net", 2, 13, 19, 7);
        int x = net.convRelu("conv1", 0, 5, 3, 1, 1);
        int pool = net.maxPool("pool1", x, 3, 1, 1);
        int first = net.concat("concat1", 0, x, pool, x);
        int y = net.conv("conv2", first, 5, 3, 1);
        int sum = net.add("add1", x, y);
        int second = net.concat("concat2", sum, first, pool);
        int z = net.add("add2", net.conv("conv3", second, 5, 1, 1), sum);
        int third = net.concat("concat3", sum, z);
        net.concat("concat4", net.upsample("up1", third), net.upsample("up2", net.addRelu("add3", z, sum)));
        Graph graph = net.build();
        Chain chain = new Chain(graph, threads, AccuracyChoice.EXACT);

        for (int run = 0; run < 3; run++) {
            chain.run();
            assertSame(NaiveNetwork.output(graph), chain.output());
        }
    }

    /** The sums are those of convolutions, and only what a second concatenation needs of the first is copied. */
    @Test
    void stepsOfConcatenations() {
        Chain chain = new Chain(Networks.of("esrgan_slim", 8), 1, AccuracyChoice.EXACT);
        chain.run();

        assertEquals(
                List.of("GFF.concat COPY", "UPN.upsample COPY"),
                chain.times().stream()
                        .filter(step -> step.part() != Part.CONV)
                        .map(step -> step.node() + " " + step.part())
                        .toList());
    }

    /** Steps of 640,000 floats, which more than one thread shares; 5 planes do not divide by 2 or 3. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void severalThreads(int threads) {
        GraphBuilder net = new GraphBuilder("net", 2, 320, 400, 7);
        int x = net.convRelu("conv1", 0, 5, 1, 1, 1);
        int y = net.conv("conv2", x, 5, 1, 1);
        int z = net.maxPool("pool", net.addRelu("add", y, x), 3, 1, 1);
        net.concat("concat", 0, net.convRelu("conv3", z, 3, 1, 1, 1), z);
        Graph graph = net.build();
        Chain chain = new Chain(graph, threads, AccuracyChoice.EXACT);

        chain.run();

        assertSame(NaiveNetwork.output(graph), chain.output());
    }

    @Test
    void theInputStaysAsItIs() {
        Graph graph = Networks.of("mobilenet_v1", 32);
        float[] before = graph.input().clone();

        new Chain(graph, 1, AccuracyChoice.EXACT).run();

        assertArrayEquals(before, graph.input());
    }

    @ParameterizedTest
    @CsvSource({"mobilenet_v1,2", "vgg16,2", "resnet50,3", "esrgan_slim,4"})
    void arraysAreUsedAgain(String name, int arrays) {
        assertEquals(arrays, new Buffers(Networks.of(name, 32)).count());
    }

    @Test
    void steps() {
        Graph graph = Networks.of("resnet50", 32);
        Chain chain = new Chain(graph, 1, AccuracyChoice.EXACT);
        for (int run = 0; run < 25; run++) {
            chain.run();
        }
        List<StepTime> steps = chain.times();
        List<String> first = new ArrayList<>();
        steps.subList(0, 10).forEach(step -> first.add(step.node() + " " + step.part()));

        assertEquals(
                List.of(
                        "conv1 CONV",
                        "maxpool POOL",
                        "layer1.0.conv1 CONV",
                        "layer1.0.conv2 CONV",
                        "layer1.0.conv3 CONV",
                        "layer1.0.downsample CONV",
                        "layer1.1.conv1 CONV",
                        "layer1.1.conv2 CONV",
                        "layer1.1.conv3 CONV",
                        "layer1.2.conv1 CONV"),
                first);
        assertEquals(graph.flops(), steps.stream().mapToDouble(StepTime::flops).sum());
        assertTrue(steps.stream().allMatch(step -> step.micros() > 0));
    }
}
