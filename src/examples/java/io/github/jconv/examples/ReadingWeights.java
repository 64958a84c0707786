// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import io.github.jconv.io.Safetensors;
import io.github.jconv.io.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A layer out of a network's file of weights. */
final class ReadingWeights {
    private ReadingWeights() {}

    // spotless:off
    // @start region="read"
    static Conv2d firstLayer(Path file) throws IOException {
        Map<String, Tensor> tensors = Safetensors.read(file, name -> name.startsWith("conv1."));
        Tensor weight = tensors.get("conv1.weight");          // shape (64, 3, 7, 7), row-major
        return Conv2d.builder()
                .inChannels(3).outChannels(64).kernelSize(7).stride(2).padding(3)
                .weight(weight.data()).bias(false)
                .build();
    }
    // @end
    // spotless:on
}
