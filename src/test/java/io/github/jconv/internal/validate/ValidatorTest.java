// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.PaddingMode;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingWord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Everything that is refused, and that the message gives parameter, value and limit. */
class ValidatorTest {
    private static final int MAX = Integer.MAX_VALUE;

    /** The longest array a JVM gives. */
    private static final String ARRAY_LIMIT = "2147483639";

    @Test
    void weightsMayBeAsLongAsAnArray() {
        int limit = Integer.parseInt(ARRAY_LIMIT);
        LayerSpec longest = layer(1, 1, limit);
        assertEquals(longest, Validator.layer(longest));
        for (LayerSpec longer : List.of(layer(1, 1, limit + 1), layer(2, 1, limit), layer(1, 2, limit))) {
            assertThrows(IllegalArgumentException.class, () -> Validator.layer(longer), longer::toString);
        }
    }

    private static LayerSpec layer(int in, int out, int kh) {
        return new LayerSpec(in, out, kh, 1, 1, 1, 0, 0, PaddingWord.AMOUNT, 1, 1, 1, PaddingMode.ZEROS);
    }

    @TestFactory
    Stream<DynamicTest> refusesParameters() {
        return Stream.of(
                refused("in_channels 0", () -> three().inChannels(0).build(), "inChannels=0", "at least 1"),
                refused("in_channels -3", () -> three().inChannels(-3).build(), "inChannels=-3", "at least 1"),
                refused("out_channels 0", () -> three().outChannels(0).build(), "outChannels=0", "at least 1"),
                refused("groups 0", () -> three().groups(0).build(), "groups=0", "at least 1"),
                refused("groups -1", () -> three().groups(-1).build(), "groups=-1", "at least 1"),
                refused(
                        "in_channels % groups",
                        () -> three().outChannels(4).groups(2).build(), "inChannels=3", "divisible by groups 2"),
                refused(
                        "out_channels % groups",
                        () -> three().outChannels(4).groups(3).build(), "outChannels=4", "divisible by groups 3"),
                refused("kernel 0", () -> three().kernelSize(0).build(), "kernelSize[0]=0", "at least 1"),
                refused("kernel width -1", () -> three().kernelSize(1, -1).build(), "kernelSize[1]=-1", "at least 1"),
                refused("stride 0", () -> three().stride(0).build(), "stride[0]=0", "at least 1"),
                refused("stride width -2", () -> three().stride(1, -2).build(), "stride[1]=-2", "at least 1"),
                refused(
                        "dilation 0",
                        () -> three().dilation(0).build(),
                        "dilation[0]=0",
                        "at least 1",
                        "1 is a dense kernel"),
                refused(
                        "dilation width 0",
                        () -> three().dilation(2, 0).build(),
                        "dilation[1]=0",
                        "1 is a dense kernel"),
                refused("padding -1", () -> three().padding(-1).build(), "padding[0]=-1", "not be negative"),
                refused("padding width -4", () -> three().padding(0, -4).build(), "padding[1]=-4", "not be negative"),
                refused(
                        "sides top -1",
                        () -> three().paddingSides(-1, 0, 0, 0).build(),
                        "paddingSides[top]=-1",
                        "not be negative"),
                refused(
                        "sides left -2",
                        () -> three().paddingSides(0, -2, 0, 0).build(),
                        "paddingSides[left]=-2",
                        "not be negative"),
                refused(
                        "sides bottom -3",
                        () -> three().paddingSides(0, 0, -3, 0).build(),
                        "paddingSides[bottom]=-3",
                        "not be negative"),
                refused(
                        "sides right -4",
                        () -> three().paddingSides(0, 0, 0, -4).build(),
                        "paddingSides[right]=-4",
                        "not be negative"),
                refused(
                        "height mode null",
                        () -> three().paddingMode(null, PaddingMode.ZEROS).build(),
                        "paddingMode[0]=null",
                        "must be one of zeros, reflect, replicate, circular"),
                refused(
                        "width mode null",
                        () -> three().paddingMode(PaddingMode.ZEROS, null).build(),
                        "paddingMode[1]=null",
                        "must be one of zeros, reflect, replicate, circular"),
                refused(
                        "padding by ONNX's word",
                        () -> three().padding("SAME_UPPER"),
                        "padding=SAME_UPPER",
                        "same, valid"),
                refused("padding 'full'", () -> three().padding("full"), "padding=full", "same, valid"),
                refused("padding null", () -> three().padding(null), "padding=null", "same, valid"),
                refused(
                        "padding mode 'mirror'",
                        () -> three().paddingMode("mirror"),
                        "paddingMode=mirror",
                        "must be one of zeros, reflect, replicate, circular"),
                refused(
                        "padding mode null name",
                        () -> three().paddingMode((String) null),
                        "paddingMode=null",
                        "must be one of zeros, reflect, replicate, circular"),
                refused(
                        "padding mode null",
                        () -> three().paddingMode((PaddingMode) null).build(),
                        "paddingMode=null",
                        "must be one of zeros, reflect, replicate, circular"),
                refused(
                        "'same' with stride 2",
                        () -> three().padding("same").stride(2).build(),
                        "padding=same",
                        "not supported for strided convolutions",
                        "stride=(2, 2)",
                        "(1, 1)"),
                refused(
                        "'same' with stride 1x2",
                        () -> three().stride(1, 2).padding("same").build(),
                        "padding=same",
                        "stride=(1, 2)",
                        "(1, 1)"),
                refused("parallelism 0", () -> three().parallelism(0), "parallelism=0", "at least 1"),
                refused("parallelism -1", () -> three().parallelism(-1), "parallelism=-1", "at least 1"),
                refused(
                        "no in_channels",
                        () -> Conv2d.builder().outChannels(1).kernelSize(1).build(),
                        "inChannels",
                        "must be set"),
                refused(
                        "no out_channels",
                        () -> Conv2d.builder().inChannels(1).kernelSize(1).build(),
                        "outChannels",
                        "must be set"),
                refused(
                        "no kernel_size",
                        () -> Conv2d.builder().inChannels(1).outChannels(1).build(),
                        "kernelSize",
                        "must be set"));
    }

    @TestFactory
    Stream<DynamicTest> refusesWeights() {
        return Stream.of(
                refused("weight null", () -> three().weight(null).bias(false).build(), "weight=null", "must be given"),
                refused(
                        "weight too short",
                        () -> three().weight(new float[80]).bias(false).build(),
                        "weight.length=80",
                        "expected 81",
                        "3 * inChannels/groups 3 * kernelSize 3 * 3"),
                refused(
                        "weight too long",
                        () -> three().groups(3)
                                .weight(new float[81])
                                .bias(false)
                                .build(),
                        "weight.length=81",
                        "expected 27",
                        "3 * inChannels/groups 1 * kernelSize 3 * 3"),
                refused(
                        "bias null",
                        () -> three().weight(new float[81]).bias(null).build(),
                        "bias=null",
                        "must be given"),
                refused(
                        "bias too short",
                        () -> three().weight(new float[81]).bias(new float[2]).build(),
                        "bias.length=2",
                        "expected bias to be 1-dimensional with 3 elements"),
                refused(
                        "bias too long",
                        () -> three().weight(new float[81]).bias(new float[4]).build(),
                        "bias.length=4",
                        "3 elements"),
                refused(
                        "weight without bias",
                        () -> three().weight(new float[81]).build(),
                        "bias",
                        "bias(float[])",
                        "bias(false)"),
                refused("bias without weight", () -> three().bias(new float[3]).build(), "weight", "bias was given"),
                refused(
                        "kernel past an array",
                        () -> one().kernelSize(46341).build(),
                        "kernelSize=(46341, 46341)",
                        "(1, 1, 46341, 46341)",
                        ARRAY_LIMIT),
                refused(
                        "kernel past a long",
                        () -> one().kernelSize(MAX)
                                .inChannels(MAX)
                                .outChannels(MAX)
                                .build(),
                        "kernelSize=(" + MAX + ", " + MAX + ")",
                        ARRAY_LIMIT),
                refused(
                        "channels past an array",
                        () -> one().inChannels(46341).outChannels(46341).build(),
                        "(46341, 46341, 1, 1)",
                        ARRAY_LIMIT),
                refused(
                        "one more than an array",
                        () -> one().kernelSize(1, MAX - 7).build(),
                        ARRAY_LIMIT));
    }

    @TestFactory
    Stream<DynamicTest> refusesShapes() {
        return Stream.of(
                refusedShape("null", three(), "shape=null", "must be given", (int[]) null),
                refusedShape("rank 0", three(), "shape=[]", "3 (C, H, W) or 4 (N, C, H, W) sizes, got 0"),
                refusedShape("rank 2", three(), "shape=[8, 8]", "got 2", 8, 8),
                refusedShape("rank 5", three(), "shape=[1, 1, 3, 8, 8]", "got 5", 1, 1, 3, 8, 8),
                refusedShape(
                        "channels",
                        three(),
                        "weight of size [3, 3, 3, 3]",
                        "to have 3 channels, but got 4 channels instead",
                        1,
                        4,
                        8,
                        8),
                refusedShape(
                        "unbatched channels",
                        three().groups(3),
                        "given groups=3, weight of size [3, 1, 3, 3]",
                        "to have 3 channels, but got 1 channels instead",
                        1,
                        8,
                        8),
                refusedShape("negative batch", three(), "(N)=-1", "not be negative", -1, 3, 8, 8),
                refusedShape("height 0", three().padding(5), "height 0", "at least 1", 1, 3, 0, 8),
                refusedShape("width 0", three().padding(5), "width 0", "at least 1", 1, 3, 8, 0),
                refusedShape("negative width", three(), "width -8", "at least 1", 1, 3, 8, -8),
                refusedShape(
                        "window larger than the input",
                        three(),
                        "padded input size per channel: (2 x 2)",
                        "Kernel size: (3 x 3)",
                        1,
                        3,
                        2,
                        2),
                refusedShape(
                        "window wider than the padded input",
                        three().padding(1, 0).dilation(1, 4),
                        "padded input size per channel: (10 x 8)",
                        "Kernel size: (3 x 9)",
                        1,
                        3,
                        8,
                        8),
                refusedShape(
                        "window past an int",
                        one().kernelSize(3).dilation(MAX),
                        "Kernel size: (4294967295 x 4294967295)",
                        "can't be greater than actual input size",
                        1,
                        1,
                        8,
                        8));
    }

    @TestFactory
    Stream<DynamicTest> refusesPaddingTheModeCannotFill() {
        return Stream.of(
                refusedShape(
                        "reflect of the height",
                        three().paddingMode("reflect").padding(4, 1),
                        "padding[0]=4",
                        "less than the corresponding input dimension, the input height 4",
                        1,
                        3,
                        4,
                        8),
                refusedShape(
                        "reflect of the width",
                        three().paddingMode("reflect").padding(1, 9),
                        "padding[1]=9",
                        "less than the corresponding input dimension, the input width 8",
                        1,
                        3,
                        8,
                        8),
                refusedShape(
                        "circular past the height",
                        three().paddingMode("circular").padding(5, 1),
                        "padding[0]=5",
                        "at most the input height 4",
                        1,
                        3,
                        4,
                        8),
                refusedShape(
                        "circular past the width",
                        three().paddingMode("circular").padding(1, 9),
                        "padding[1]=9",
                        "wrapping around more than once",
                        1,
                        3,
                        8,
                        8),
                refusedShape(
                        "reflect 'same', larger half",
                        one().kernelSize(1, 4).paddingMode("reflect").padding("same"),
                        "padding[1]=2",
                        "the input width 2",
                        1,
                        1,
                        1,
                        2),
                refusedShape(
                        "circular 'same', larger half",
                        one().kernelSize(6, 1).paddingMode("circular").padding("same"),
                        "padding[0]=3",
                        "the input height 2",
                        1,
                        1,
                        2,
                        1));
    }

    @Test
    void acceptsPaddingUpToTheLimit() {
        assertArrayEquals(
                new int[] {3, 8, 12},
                three().paddingMode("reflect").padding(3).build().outputShape(3, 4, 8));
        assertArrayEquals(
                new int[] {3, 10, 14},
                three().paddingMode("circular").padding(4).build().outputShape(3, 4, 8));
        assertArrayEquals(
                new int[] {1, 1, 3},
                one().kernelSize(1, 4)
                        .paddingMode("reflect")
                        .padding("same")
                        .build()
                        .outputShape(1, 1, 3));
    }

    @TestFactory
    Stream<DynamicTest> refusesSizesPastAnArray() {
        return Stream.of(
                refusedShape(
                        "46341 squared", one(), "input of shape (1, 1, 46341, 46341)", ARRAY_LIMIT, 1, 1, 46341, 46341),
                refusedShape("a side of 2^31-1", one(), "padded size (" + MAX + " x 1)", ARRAY_LIMIT, 1, 1, MAX, 1),
                refusedShape(
                        "all of 2^31-1",
                        one(),
                        "padded size (" + MAX + " x " + MAX + ")",
                        ARRAY_LIMIT,
                        MAX,
                        1,
                        MAX,
                        MAX),
                refusedShape(
                        "a batch of 2^31-1", one(), "input of shape (" + MAX + ", 1, 1, 2)", ARRAY_LIMIT, MAX, 1, 1, 2),
                refusedShape(
                        "channels times plane",
                        one().inChannels(65536),
                        "input of shape (1, 65536, 256, 256)",
                        ARRAY_LIMIT,
                        1,
                        65536,
                        256,
                        256),
                // Of no images every product is 0.
                refusedShape(
                        "no images past an array",
                        one().inChannels(65536),
                        "input of shape (0, 65536, 256, 256)",
                        ARRAY_LIMIT,
                        0,
                        65536,
                        256,
                        256),
                refusedShape(
                        "more output than input",
                        one().padding(23_170),
                        "output of shape (1, 1, 46341, 46341)",
                        ARRAY_LIMIT,
                        1,
                        1,
                        1,
                        1),
                refusedShape(
                        "many output channels",
                        one().outChannels(1 << 20),
                        "output of shape (1, 1048576, 64, 64)",
                        ARRAY_LIMIT,
                        1,
                        1,
                        64,
                        64),
                refusedShape(
                        "padding near 2^31",
                        one().padding(MAX),
                        "padded size (4294967295 x 4294967295)",
                        ARRAY_LIMIT,
                        1,
                        1,
                        1,
                        1),
                refusedShape(
                        "padding near 2^30",
                        one().padding(0, 1 << 30),
                        "padded size (1 x 2147483649)",
                        ARRAY_LIMIT,
                        1,
                        1,
                        1,
                        1),
                refusedShape(
                        "'same' past an array",
                        one().kernelSize(1, 3).dilation(1, MAX).padding("same"),
                        "padded size (8 x 4294967302)",
                        ARRAY_LIMIT,
                        1,
                        1,
                        8,
                        8));
    }

    @Test
    void acceptsSizesUpToAnArray() {
        int limit = Integer.parseInt(ARRAY_LIMIT);
        assertArrayEquals(new int[] {1, 1, 1, limit}, one().build().outputShape(1, 1, 1, limit));
        assertArrayEquals(
                new int[] {1, 1, limit - 2, 1},
                three().kernelSize(3, 1).inChannels(1).outChannels(1).build().outputShape(1, 1, limit, 1));
        assertArrayEquals(new int[] {0, 1, 46340, 46340}, one().build().outputShape(0, 1, 46340, 46340));
        assertArrayEquals(new int[] {1, 1, 1}, one().stride(MAX).build().outputShape(1, 46340, 46340));
    }

    @TestFactory
    Stream<DynamicTest> refusesArraysAndWritesNothing() {
        return Stream.of(
                refusedArrays("input null", null, 0, new float[48], 0, "input=null", "must be given"),
                refusedArrays("output null", new float[48], 0, null, 0, "output=null", "must be given"),
                refusedArrays(
                        "input one short",
                        new float[47],
                        0,
                        new float[48],
                        0,
                        "input.length=47",
                        "expected at least 48"),
                refusedArrays(
                        "input one short behind an offset",
                        new float[52],
                        5,
                        new float[48],
                        0,
                        "input.length=52",
                        "expected at least 53"),
                refusedArrays(
                        "output one short",
                        new float[48],
                        0,
                        new float[47],
                        0,
                        "output.length=47",
                        "expected at least 48"),
                refusedArrays(
                        "output one short behind an offset",
                        new float[48],
                        0,
                        new float[100],
                        53,
                        "output.length=100",
                        "expected at least 101"),
                refusedArrays(
                        "negative input offset", new float[48], -1, new float[48], 0, "inputOffset=-1", "at least 0"),
                refusedArrays(
                        "negative output offset",
                        new float[48],
                        0,
                        new float[48],
                        Integer.MIN_VALUE,
                        "outputOffset=-2147483648",
                        "at least 0"),
                refusedArrays(
                        "input offset overflowing",
                        new float[48],
                        MAX,
                        new float[48],
                        0,
                        "input.length=48",
                        "expected at least 2147483695"),
                refusedArrays(
                        "output offset overflowing",
                        new float[48],
                        0,
                        new float[48],
                        MAX - 40,
                        "output.length=48",
                        "expected at least 2147483655"));
    }

    @TestFactory
    Stream<DynamicTest> refusesOverlap() {
        return Stream.of(refusedOverlap(0, 0), refusedOverlap(0, 47), refusedOverlap(47, 0), refusedOverlap(50, 30));
    }

    @Test
    void acceptsRegionsThatTouch() {
        float[] touching = new float[96];
        Arrays.fill(touching, 0, 48, 1);
        square().forward(touching, 0, touching, 48, 3, 4, 4);
        square().forward(touching, 48, touching, 0, 3, 4, 4);
        for (float value : touching) {
            assertEquals(9, touching[48]);
            assertTrue(value == 9 || value == 81);
        }
    }

    @Test
    void anEmptyBatchOverlapsNothing() {
        float[] array = {7};
        square().forward(array, 0, array, 0, 0, 3, 4, 4);
        square().forward(array, 1, array, 1, 0, 3, 4, 4);
        assertArrayEquals(new float[] {7}, array);
        assertArrayEquals(new float[0], square().forward(new float[0], 0, 3, 4, 4));
    }

    @Test
    void aWholeInputHasItsLength() {
        assertMessage(
                () -> square().forward(new float[47], 1, 3, 4, 4),
                "input.length=47",
                "expected 48",
                "N 1 * C 3 * H 4 * W 4");
        assertMessage(() -> square().forward(new float[49], 3, 4, 4), "input.length=49", "expected 48");
        assertMessage(() -> square().forward(new float[48], 2, 3, 4, 4), "input.length=48", "expected 96");
        assertMessage(() -> square().forward(null, 3, 4, 4), "input=null", "must be given");
        assertMessage(() -> square().forward(new float[48], (int[]) null), "shape=null", "must be given");
        assertMessage(() -> square().forward(new float[0], MAX, 3, 4, 4), "input of shape (2147483647, 3, 4, 4)");
    }

    @Test
    void everyShapeMethodRefuses() {
        Conv2d conv = square();
        assertMessage(() -> conv.outputShape(1, 4, 8, 8), "got 4 channels");
        assertMessage(() -> conv.plan(1, 4, 8, 8), "got 4 channels");
        assertMessage(() -> conv.multiplyAdds(1, 4, 8, 8), "got 4 channels");
        assertMessage(() -> conv.forward(new float[256], 1, 4, 8, 8), "got 4 channels");
        assertMessage(() -> conv.forward(new float[256], 0, new float[256], 0, 1, 4, 8, 8), "got 4 channels");
    }

    @Test
    void aRefusedBuilderCanBeCorrected() {
        Conv2dBuilder builder = three().stride(0);
        assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(
                "Conv2d(3, 3, kernel_size=(3, 3), stride=(2, 2))",
                builder.stride(2).build().toString());
    }

    private static Conv2dBuilder three() {
        return Conv2d.builder().inChannels(3).outChannels(3).kernelSize(3);
    }

    private static Conv2dBuilder one() {
        return Conv2d.builder().inChannels(1).outChannels(1).kernelSize(1);
    }

    /** Takes (3, 4, 4) to (3, 4, 4), each input times 9. */
    private static Conv2d square() {
        float[] weight = new float[3 * 3];
        weight[0] = weight[4] = weight[8] = 9;
        return three().kernelSize(1).weight(weight).bias(false).build();
    }

    private static DynamicTest refused(String name, Executable action, String... fragments) {
        return dynamicTest(name, () -> assertMessage(action, fragments));
    }

    private static DynamicTest refusedShape(
            String name, Conv2dBuilder layer, String first, String second, int... shape) {
        return dynamicTest(name, () -> assertMessage(() -> layer.build().outputShape(shape), first, second));
    }

    private static DynamicTest refusedArrays(
            String name, float[] input, int inputOffset, float[] output, int outputOffset, String... fragments) {
        return dynamicTest(name, () -> {
            if (output != null) {
                Arrays.fill(output, 0.125f);
            }
            assertMessage(() -> square().forward(input, inputOffset, output, outputOffset, 1, 3, 4, 4), fragments);
            if (output != null) {
                float[] untouched = new float[output.length];
                Arrays.fill(untouched, 0.125f);
                assertArrayEquals(untouched, output);
            }
        });
    }

    private static DynamicTest refusedOverlap(int inputOffset, int outputOffset) {
        return dynamicTest("input at " + inputOffset + ", output at " + outputOffset, () -> {
            float[] array = new float[98];
            Arrays.fill(array, 0.125f);
            float[] before = array.clone();
            assertMessage(
                    () -> square().forward(array, inputOffset, array, outputOffset, 3, 4, 4),
                    "outputOffset=" + outputOffset,
                    "overlaps",
                    "48 elements at inputOffset=" + inputOffset);
            assertArrayEquals(before, array);
        });
    }

    private static void assertMessage(Executable action, String... fragments) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), () -> "expected \"" + fragment + "\" in: " + message);
        }
    }
}
