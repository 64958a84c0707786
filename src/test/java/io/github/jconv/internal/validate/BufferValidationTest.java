// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.jconv.Conv2d;
import io.github.jconv.DataLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Buffers and layouts that are refused: the message gives parameter, value and limit, and nothing is written. */
class BufferValidationTest {
    /** (3, 4, 4) to (2, 4, 4): 48 floats to 32. */
    private static final Conv2d CONV =
            Conv2d.builder().inChannels(3).outChannels(2).kernelSize(1).build();

    private static final int IN = 48;
    private static final int OUT = 32;
    private static final float BEFORE = 0.125f;

    private static final ByteOrder FOREIGN =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    @TestFactory
    Stream<DynamicTest> refusesBuffers() {
        return Stream.of(
                refused("no input", null, direct(OUT), "input=null"),
                refused("no output", direct(IN), null, "output=null"),
                refused("short input", direct(IN - 1), direct(OUT), "input.remaining()=47", "expected 48"),
                refused("long input", heap(IN + 1), direct(OUT), "input.remaining()=49", "expected 48"),
                refused("short output", direct(IN), direct(OUT - 1), "output.remaining()=31", "expected 32"),
                refused("long output", direct(IN), heap(OUT + 1), "output.remaining()=33", "expected 32"),
                refused(
                        "input after its position",
                        direct(IN).position(5),
                        direct(OUT),
                        "input.remaining()=43",
                        "expected 48 elements from position 5 to limit 48"),
                refused(
                        "output before its limit",
                        direct(IN),
                        direct(OUT).limit(3),
                        "output.remaining()=3",
                        "expected 32 elements from position 0 to limit 3"),
                refused(
                        "read-only output",
                        direct(IN),
                        direct(OUT).asReadOnlyBuffer(),
                        "output.isReadOnly()=true",
                        "can be written"),
                refused("read-only heap output", heap(IN), heap(OUT).asReadOnlyBuffer(), "output.isReadOnly()=true"),
                refused(
                        "input of another byte order",
                        bytes(IN).order(FOREIGN).asFloatBuffer(),
                        direct(OUT),
                        "input.order()=" + FOREIGN,
                        "must be " + ByteOrder.nativeOrder(),
                        "order(ByteOrder.nativeOrder())"),
                refused(
                        "output of another byte order",
                        heap(IN),
                        bytes(OUT).order(FOREIGN).asFloatBuffer(),
                        "output.order()=" + FOREIGN,
                        "must be " + ByteOrder.nativeOrder()));
    }

    @Test
    void refusesOverlap() {
        float[] array = new float[IN + OUT];
        FloatBuffer x = FloatBuffer.wrap(array, 0, IN);
        for (FloatBuffer y : new FloatBuffer[] {
            FloatBuffer.wrap(array, IN - 1, OUT),
            FloatBuffer.wrap(array).slice(IN - 1, OUT),
            FloatBuffer.wrap(array, 0, OUT)
        }) {
            assertMessage(() -> CONV.forward(x, y, 3, 4, 4), "overlaps the input of 48 elements", "same array");
            assertMessage(() -> CONV.forward(y, x, 3, 4, 4), "remaining()");
        }
        CONV.forward(x, FloatBuffer.wrap(array, IN, OUT), 3, 4, 4);
        Conv2d square =
                Conv2d.builder().inChannels(3).outChannels(3).kernelSize(1).build();
        FloatBuffer both = direct(IN);
        assertMessage(() -> square.forward(both, both, 3, 4, 4), "overlaps", "same buffer");
    }

    /** Java does not tell of it: the list is that of the Javadoc and of docs/buffers.md. */
    @Test
    void doesNotSeeOverlapWhereOneIsDirectReadOnlyOrAViewOfBytes() {
        FloatBuffer direct = direct(IN);
        CONV.forward(direct, direct.duplicate().limit(OUT), 3, 4, 4);
        FloatBuffer heap = heap(IN);
        CONV.forward(heap.asReadOnlyBuffer(), heap.duplicate().limit(OUT), 3, 4, 4);
        FloatBuffer view = ByteBuffer.wrap(new byte[Float.BYTES * IN])
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        CONV.forward(view, view.duplicate().limit(OUT), 3, 4, 4);
    }

    @TestFactory
    Stream<DynamicTest> refusesLayouts() {
        float[] x = new float[IN];
        float[] y = new float[OUT];
        return Stream.of(
                refused("no layout", () -> CONV.forward((DataLayout) null, x, 3, 4, 4), "layout=null"),
                refused("no layout, regions", () -> CONV.forward(null, x, 0, y, 0, 3, 4, 4), "layout=null"),
                refused(
                        "no layout, buffers",
                        () -> CONV.forward((DataLayout) null, heap(IN), heap(OUT), 3, 4, 4),
                        "layout=null"),
                refused("no layout of a shape", () -> CONV.outputShape((DataLayout) null, 3, 4, 4), "layout=null"),
                refused("no input", () -> CONV.forward(DataLayout.NHWC, null, 4, 4, 3), "input=null"),
                refused(
                        "shape of NCHW",
                        () -> CONV.forward(DataLayout.NHWC, x, 3, 4, 4),
                        "shape=[3, 4, 4]",
                        "expected input to have 3 channels, but got 4"),
                refused(
                        "shape of NHWC",
                        () -> CONV.forward(DataLayout.NCHW, x, 4, 4, 3),
                        "shape=[4, 4, 3]",
                        "expected input to have 3 channels, but got 4"),
                refused(
                        "shape of 2 sizes",
                        () -> CONV.forward(DataLayout.NHWC, x, 4, 3),
                        "shape=[4, 3]",
                        "expected 3 (H, W, C) or 4 (N, H, W, C) sizes, got 2"),
                refused(
                        "no rows",
                        () -> CONV.forward(DataLayout.NHWC, x, 0, 4, 3),
                        "shape=[0, 4, 3]",
                        "height 0 and width 4 must be at least 1"),
                refused(
                        "long input",
                        () -> CONV.forward(DataLayout.NHWC, new float[IN + 1], 4, 4, 3),
                        "input.length=49",
                        "expected 48"),
                refused(
                        "output beyond its array",
                        () -> CONV.forward(DataLayout.NHWC, x, 0, y, 1, 4, 4, 3),
                        "output.length=32",
                        "expected at least 33"));
    }

    /** What a cached plan allows is what a new one does. */
    @Test
    void refusesAfterAForwardAsBefore() {
        CONV.forward(direct(IN), direct(OUT), 3, 4, 4);
        assertMessage(() -> CONV.forward(direct(IN), direct(OUT + 1), 3, 4, 4), "output.remaining()=33");
        CONV.forward(new float[IN], 3, 4, 4);
        assertMessage(() -> CONV.forward((DataLayout) null, new float[IN], 3, 4, 4), "layout=null");
    }

    private static DynamicTest refused(String name, FloatBuffer input, FloatBuffer output, String... fragments) {
        return dynamicTest(name, () -> {
            assertMessage(() -> CONV.forward(input, output, 3, 4, 4), fragments);
            if (output != null) {
                for (int i = 0; i < output.limit(); i++) {
                    assertEquals(BEFORE, output.get(i));
                }
            }
        });
    }

    private static DynamicTest refused(String name, Executable action, String... fragments) {
        return dynamicTest(name, () -> assertMessage(action, fragments));
    }

    private static void assertMessage(Executable action, String... fragments) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), () -> "expected \"" + fragment + "\" in: " + message);
        }
    }

    private static ByteBuffer bytes(int floats) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Float.BYTES * floats);
        bytes.order(FOREIGN);
        for (int i = 0; i < floats; i++) {
            bytes.putFloat(Float.BYTES * i, BEFORE);
        }
        return bytes;
    }

    private static FloatBuffer direct(int floats) {
        return filled(ByteBuffer.allocateDirect(Float.BYTES * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer());
    }

    private static FloatBuffer heap(int floats) {
        return filled(FloatBuffer.allocate(floats));
    }

    private static FloatBuffer filled(FloatBuffer buffer) {
        for (int i = 0; i < buffer.limit(); i++) {
            buffer.put(i, BEFORE);
        }
        return buffer;
    }
}
