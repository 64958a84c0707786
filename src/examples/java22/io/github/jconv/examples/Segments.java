// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What docs/buffers.md shows of segments, which Java has from 22 on: compiled by its test alone. */
public final class Segments {
    private Segments() {}

    public static float[] forward(Conv2d conv, float[] numbers) {
        // spotless:off
        // @start region="segment"
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, 3 * 224 * 224);
            MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, 16 * 222 * 222);
            MemorySegment.copy(numbers, 0, x, ValueLayout.JAVA_FLOAT, 0, numbers.length);
            conv.forward(floats(x.asByteBuffer()), floats(y.asByteBuffer()), 1, 3, 224, 224);
            return y.toArray(ValueLayout.JAVA_FLOAT);
        }
        // @end
        // spotless:on
    }

    private static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
