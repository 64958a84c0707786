// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EsrganSlimTest {
    /** Of the file models/group1-shard1of1.bin in the npm package. */
    private static final String SHA_256_OF_WEIGHTS = "5cb464ae4d390ce0a771afd5feaf60fbfcdb18ab48a56db98cdf6b88202369de";

    /** In that file's order. */
    private static final List<String> LAYERS =
            List.of("F_0", "F_1_1", "F_2_1", "F_m1", "GFF_1", "GFF_2", "LFF_1", "LFF_2", "SR", "UPN1", "UPN2", "UPN3");

    private final EsrganSlim network = EsrganSlim.bundled(Accuracy.EXACT, 2);

    @Test
    void theWeightsAreThePackages() throws Exception {
        Map<String, Conv2d> layers = network.steps().stream().collect(Collectors.toMap(ConvStep::name, ConvStep::conv));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String name : LAYERS) {
            digest.update(bytes(hwio(layers.get(name))));
            digest.update(bytes(layers.get(name).bias()));
        }
        assertEquals(LAYERS.size(), layers.size());
        assertEquals(SHA_256_OF_WEIGHTS, HexFormat.of().formatHex(digest.digest()));
    }

    private static float[] hwio(Conv2d conv) {
        float[] oihw = conv.weight();
        int filters = conv.outChannels();
        int taps = oihw.length / filters / conv.inChannels();
        float[] hwio = new float[oihw.length];
        for (int i = 0; i < oihw.length; i++) {
            int o = i / taps / conv.inChannels();
            int c = i / taps % conv.inChannels();
            hwio[(i % taps * conv.inChannels() + c) * filters + o] = oihw[i];
        }
        return hwio;
    }

    private static byte[] bytes(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    /** No pixel further away changes an output; one at that distance does, on each side. */
    @Test
    void theReceptiveRadiusIsWhatAnOutputSees() {
        int radius = network.receptiveRadius();
        assertEquals(10, radius);
        int size = 2 * radius + 9;
        int centre = size / 2;
        Random random = new Random(1);
        float[] input = new float[3 * size * size];
        for (int i = 0; i < input.length; i++) {
            input[i] = random.nextInt(256);
        }
        float[] before = forward(input, size);
        for (int channel = 0; channel < 3; channel++) {
            input[(channel * size + centre) * size + centre] += 1e4f;
        }
        float[] after = forward(input, size);
        int side = 2 * size;
        for (Function<Integer, Integer> axis :
                List.<Function<Integer, Integer>>of(i -> i / side % side, i -> i % side)) {
            int[] changed = java.util.stream.IntStream.range(0, before.length)
                    .filter(i -> before[i] != after[i])
                    .map(axis::apply)
                    .map(pixel -> pixel / 2)
                    .toArray();
            assertEquals(centre - radius, Arrays.stream(changed).min().getAsInt());
            assertEquals(centre + radius, Arrays.stream(changed).max().getAsInt());
        }
    }

    private float[] forward(float[] input, int size) {
        EsrganSlim.Buffers buffers = network.new Buffers(size * size);
        System.arraycopy(input, 0, buffers.input, 0, input.length);
        network.forward(buffers, size, size, new LayerTimes());
        return buffers.output;
    }
}
