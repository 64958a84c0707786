// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.DataOrder;
import io.github.jconv.oracle.Oracle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Forwards from and to buffers of every kind, and in both layouts, give the oracle's bits and nothing beside them. */
@Tag("bits")
class BuffersTest {
    private static final float BAND = 7;

    /** Where the floats of a buffer are. */
    private enum Kind {
        WRAPPED_ARRAY {
            @Override
            FloatBuffer of(int capacity) {
                return FloatBuffer.allocate(capacity);
            }
        },
        SLICE_OF_AN_ARRAY {
            @Override
            FloatBuffer of(int capacity) {
                return FloatBuffer.allocate(capacity + 5).slice(3, capacity);
            }
        },
        DIRECT {
            @Override
            FloatBuffer of(int capacity) {
                return floats(ByteBuffer.allocateDirect(Float.BYTES * capacity));
            }
        },
        SLICE_OF_DIRECT {
            @Override
            FloatBuffer of(int capacity) {
                return floats(ByteBuffer.allocateDirect(Float.BYTES * (capacity + 5)))
                        .slice(3, capacity);
            }
        },
        VIEW_OF_BYTES {
            @Override
            FloatBuffer of(int capacity) {
                return floats(ByteBuffer.allocate(Float.BYTES * capacity));
            }
        };

        abstract FloatBuffer of(int capacity);

        static FloatBuffer floats(ByteBuffer bytes) {
            return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void betweenBuffers(
            @ForAll(supplier = ConvCases.Any.class) ConvCase c,
            @ForAll Kind from,
            @ForAll Kind to,
            @ForAll boolean readOnly,
            @ForAll DataLayout layout,
            @ForAll @IntRange(max = 40) int margin) {
        Conv2d conv = c.builder().build();
        float[] expected = DataOrder.of(layout, Oracle.forward(c), c.n(), c.oc());
        FloatBuffer x = between(from, margin, DataOrder.of(layout, c.input(), c.n(), c.ic()));
        FloatBuffer y = between(to, margin, new float[expected.length]);
        FloatBuffer input = readOnly ? x.asReadOnlyBuffer() : x;
        if (layout == DataLayout.NCHW) {
            conv.forward(input, y, c.shape());
        } else {
            conv.forward(layout, input, y, shape(c, layout));
        }
        String what = layout + ", " + from + " to " + to;
        assertBits(c, what, expected, Arrays.copyOfRange(all(y), margin, margin + expected.length));
        assertPositions(margin, c.inputLength(), input);
        assertPositions(margin, expected.length, y);
        y.put(margin, new float[expected.length]);
        assertArrayEquals(all(between(to, margin, new float[expected.length])), all(y), () -> c + " (" + what + ")");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void betweenArrays(
            @ForAll(supplier = ConvCases.Any.class) ConvCase c,
            @ForAll DataLayout layout,
            @ForAll @IntRange(max = 40) int inputOffset,
            @ForAll @IntRange(max = 40) int outputOffset) {
        Conv2d conv = c.builder().build();
        float[] expected = DataOrder.of(layout, Oracle.forward(c), c.n(), c.oc());
        float[] input = DataOrder.of(layout, c.input(), c.n(), c.ic());
        int[] shape = shape(c, layout);
        assertBits(c, layout + ", new array", expected, conv.forward(layout, input, shape));
        float[] x = new float[inputOffset + input.length];
        System.arraycopy(input, 0, x, inputOffset, input.length);
        float[] y = new float[outputOffset + expected.length + 9];
        Arrays.fill(y, BAND);
        conv.forward(layout, x, inputOffset, y, outputOffset, shape);
        float[] around = new float[y.length];
        Arrays.fill(around, BAND);
        System.arraycopy(expected, 0, around, outputOffset, expected.length);
        assertBits(c, layout + " from " + inputOffset + " to " + outputOffset, around, y);
        int[] outputShape = conv.outputShape(layout, shape);
        assertEquals(expected.length, Arrays.stream(outputShape).reduce(1, Math::multiplyExact));
        assertEquals(c.oc(), outputShape[layout == DataLayout.NHWC ? shape.length - 1 : shape.length - 3]);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void byManyThreads(
            @ForAll(supplier = ConvCases.Large.class) ConvCase c,
            @ForAll @IntRange(min = 1, max = 9) int parallelism,
            @ForAll Kind from,
            @ForAll Kind to,
            @ForAll DataLayout layout) {
        float[] expected = DataOrder.of(layout, Oracle.forward(c), c.n(), c.oc());
        FloatBuffer x = between(from, 1, DataOrder.of(layout, c.input(), c.n(), c.ic()));
        FloatBuffer y = between(to, 1, new float[expected.length]);
        c.builder().parallelism(parallelism).build().forward(layout, x, y, shape(c, layout));
        assertBits(
                c,
                layout + ", " + parallelism + " threads",
                expected,
                Arrays.copyOfRange(all(y), 1, 1 + expected.length));
    }

    private static int[] shape(ConvCase c, DataLayout layout) {
        if (layout == DataLayout.NCHW) {
            return c.shape();
        }
        return c.batched() ? new int[] {c.n(), c.ih(), c.iw(), c.ic()} : new int[] {c.ih(), c.iw(), c.ic()};
    }

    /** Values between position and limit, and bands around them. */
    private static FloatBuffer between(Kind kind, int margin, float[] values) {
        FloatBuffer buffer = kind.of(values.length + 2 * margin);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, BAND);
        }
        return buffer.put(margin, values).position(margin).limit(margin + values.length);
    }

    private static void assertPositions(int position, int length, FloatBuffer buffer) {
        assertEquals(position, buffer.position());
        assertEquals(position + length, buffer.limit());
    }

    private static float[] all(FloatBuffer buffer) {
        float[] all = new float[buffer.capacity()];
        buffer.duplicate().clear().get(all);
        return all;
    }
}
