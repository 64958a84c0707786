// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.internal.kernel.CompiledKernels;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Data;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Channels, groups and images have no order but the one they are given in. Where a law changes the order of the taps,
 * the data are small integers, of which every sum is exact.
 */
class ChannelLawsTest {
    /** It is the vector kernels that are tested. */
    @BeforeContainer
    static void compile() {
        CompiledKernels.await();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void inputChannelsMayComeInAnyOrder(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        int icg = c.ic() / c.groups();
        int[] inGroup = shuffled(icg, c.seed());
        int[] all = IntStream.range(0, c.n() * c.ic())
                .map(plane -> plane / icg * icg + inGroup[plane % icg])
                .toArray();
        int[] taps = IntStream.range(0, c.oc() * icg)
                .map(plane -> plane / icg * icg + inGroup[plane % icg])
                .toArray();
        Conv2d shuffled = c.builder().weight(blocks(c.weight(), taps)).build();
        assertBits(c, "input channels shuffled", forward(c), shuffled.forward(blocks(c.input(), all), c.shape()));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void outputChannelsMayComeInAnyOrder(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        int ocg = c.oc() / c.groups();
        int[] inGroup = shuffled(ocg, c.seed());
        int[] order = IntStream.range(0, c.oc())
                .map(oc -> oc / ocg * ocg + inGroup[oc % ocg])
                .toArray();
        float[] y = layer(c, order).forward(c.input(), c.shape());
        assertBits(c, "output channels shuffled", blocks(forward(c), ofImages(c.n(), order)), y);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void groupsMayComeInAnyOrder(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        int ocg = c.oc() / c.groups();
        int[] groups = shuffled(c.groups(), c.seed());
        int[] order = IntStream.range(0, c.oc())
                .map(oc -> groups[oc / ocg] * ocg + oc % ocg)
                .toArray();
        float[] x = blocks(c.input(), ofImages(c.n(), groups));
        float[] y = layer(c, order).forward(x, c.shape());
        assertBits(c, "groups shuffled", blocks(forward(c), ofImages(c.n(), order)), y);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aSumOverInputChannelsIsASumOfLayers(@ForAll(supplier = ConvCases.Any.class) ConvCase any) {
        ConvCase c = any.with(Data.INT);
        int icg = c.ic() / c.groups();
        int first = (icg + 1) / 2;
        Assume.that(first < icg);
        float[] y = part(c, 0, first, c.bias());
        float[] rest = part(c, first, icg, false);
        for (int i = 0; i < y.length; i++) {
            y[i] += rest[i];
        }
        assertBits(c, "in two parts", y, forward(c));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aBatchIsItsImages(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        Assume.that(c.n() > 1);
        float[] batch = forward(c);
        float[] one = new float[batch.length];
        int in = c.inputLength() / c.n();
        int out = batch.length / c.n();
        Conv2d conv = c.builder().build();
        for (int image = 0; image < c.n(); image++) {
            conv.forward(c.input(), image * in, one, image * out, c.ic(), c.ih(), c.iw());
        }
        assertBits(c, "image by image", batch, one);
    }

    /** The output of the input channels {@code [from, to)} of each group. */
    private static float[] part(ConvCase c, int from, int to, boolean bias) {
        int icg = c.ic() / c.groups();
        int[] planes = IntStream.range(0, c.n() * c.ic())
                .filter(plane -> plane % icg >= from && plane % icg < to)
                .toArray();
        int[] taps = IntStream.range(0, c.oc() * icg)
                .filter(plane -> plane % icg >= from && plane % icg < to)
                .toArray();
        int ic = (to - from) * c.groups();
        Conv2dBuilder builder = c.builder().inChannels(ic).weight(blocks(c.weight(), c.oc() * icg, taps));
        Conv2d conv = bias ? builder.build() : builder.bias(false).build();
        return conv.forward(blocks(c.input(), c.n() * c.ic(), planes), c.n(), ic, c.ih(), c.iw());
    }

    /** The layer with its output channels, and what belongs to them, in another order. */
    private static Conv2d layer(ConvCase c, int[] order) {
        Conv2dBuilder builder = c.builder().weight(blocks(c.weight(), order));
        return c.bias() ? builder.bias(blocks(c.biasValues(), order)).build() : builder.build();
    }

    private static float[] forward(ConvCase c) {
        return c.builder().build().forward(c.input(), c.shape());
    }

    private static int[] shuffled(int length, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** An order of what each image has, for all images. */
    private static int[] ofImages(int n, int[] order) {
        return IntStream.range(0, n * order.length)
                .map(i -> i / order.length * order.length + order[i % order.length])
                .toArray();
    }

    /** Values cut into as many blocks as there are in the order, in that order. */
    private static float[] blocks(float[] values, int[] order) {
        return blocks(values, order.length, order);
    }

    /** Of the values cut into {@code count} blocks those picked. */
    private static float[] blocks(float[] values, int count, int[] picked) {
        int length = count == 0 ? 0 : values.length / count;
        float[] blocks = new float[picked.length * length];
        for (int i = 0; i < picked.length; i++) {
            System.arraycopy(values, picked[i] * length, blocks, i * length, length);
        }
        return blocks;
    }
}
