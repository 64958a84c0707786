// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A layer with the weights of a PyTorch layer, which {@code save_weights.py} saved. */
final class TorchWeights {
    private TorchWeights() {}

    // spotless:off
    // @start region="load"
    static Conv2d load(Path folder) throws IOException {
        return Conv2d.builder()
                .inChannels(3).outChannels(8).kernelSize(3).stride(2).padding(1)
                .weight(floats(folder.resolve("conv.weight.f32")))
                .bias(floats(folder.resolve("conv.bias.f32")))
                .build();
    }

    static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }
    // @end
    // spotless:on
}
