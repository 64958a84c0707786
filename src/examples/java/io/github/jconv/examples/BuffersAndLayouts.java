// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import io.github.jconv.DataLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What docs/buffers.md shows. */
final class BuffersAndLayouts {
    private BuffersAndLayouts() {}

    static FloatBuffer offHeap(Conv2d conv, float[] numbers) {
        // spotless:off
        // @start region="direct"
        FloatBuffer x = floats(ByteBuffer.allocateDirect(Float.BYTES * 3 * 224 * 224));
        FloatBuffer y = floats(ByteBuffer.allocateDirect(Float.BYTES * 16 * 222 * 222));
        x.put(0, numbers);
        conv.forward(x, y, 1, 3, 224, 224); // from position to limit, which stay where they are
        // @end
        // spotless:on
        return y;
    }

    // spotless:off
    // @start region="floats"
    /** The floats of a buffer, a mapped file or a MemorySegment's asByteBuffer(), in the machine's byte order. */
    static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
    // @end
    // spotless:on

    // spotless:off
    // @start region="mapped"
    static void fileToFile(Conv2d conv, Path in, Path out, long outputBytes, int... shape) throws IOException {
        try (FileChannel x = FileChannel.open(in);
                FileChannel y = FileChannel.open(
                        out, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            conv.forward(
                    floats(x.map(MapMode.READ_ONLY, 0, x.size())),
                    floats(y.map(MapMode.READ_WRITE, 0, outputBytes)),
                    shape);
        }
    }
    // @end
    // spotless:on

    static float[] channelsLast(Conv2d conv, float[] pixels) {
        // spotless:off
        // @start region="nhwc"
        float[] y = conv.forward(DataLayout.NHWC, pixels, 1, 224, 224, 3); // pixels of red, green and blue
        System.out.println(Arrays.toString(conv.outputShape(DataLayout.NHWC, 1, 224, 224, 3))); // [1, 222, 222, 16]
        // @end
        // spotless:on
        return y;
    }
}
