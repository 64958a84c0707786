// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Activation;
import io.github.jconv.Conv2d;
import java.util.Arrays;

/** What docs/coming-from-pytorch.md shows on jconv's side; coming_from_pytorch.py has the same in PyTorch. */
final class ComingFromPyTorch {
    private ComingFromPyTorch() {}

    static float[] layer(float[] weight, float[] bias, float[] x) {
        // spotless:off
        // @start region="layer"
        Conv2d conv = Conv2d.builder()
                .inChannels(16).outChannels(16).kernelSize(3).stride(2, 1).padding(2, 1).dilation(2, 1)
                .groups(16).paddingMode("reflect")
                .weight(weight).bias(bias)
                .build();
        float[] y = conv.forward(x, 1, 16, 32, 40);
        System.out.println(conv + " " + Arrays.toString(conv.outputShape(1, 16, 32, 40)) + " " + conv.parameterCount());
        // @end
        // spotless:on
        return y;
    }

    static float[] same(float[] x) {
        // spotless:off
        // @start region="same"
        Conv2d same = Conv2d.builder()
                .inChannels(16).outChannels(32).kernelSize(3, 5).padding("same").bias(false).build();
        float[] y = same.forward(x, 1, 16, 32, 40);
        // @end
        // spotless:on
        // spotless:off
        // @start region="unbatched"
        y = same.forward(x, 16, 32, 40); // gives (32, 32, 40)
        // @end
        // spotless:on
        return y;
    }

    static float[] block(
            Conv2d conv, float[] gamma, float[] beta, float[] mean, float[] variance, float[] x, float[] residual) {
        // spotless:off
        // @start region="block"
        Conv2d block = conv.foldBatchNorm(gamma, beta, mean, variance, 1e-5).withActivation(Activation.relu());
        float[] y = block.forwardAdd(x, residual, 1, 16, 32, 40); // relu(bn(conv(x)) + residual), in one pass
        // @end
        // spotless:on
        return y;
    }

    static float[] wrong(float[] x) {
        // spotless:off
        // @start region="wrong"
        Conv2d wrong = Conv2d.builder()
                .inChannels(16).outChannels(32).kernelSize(3).padding(1, 41).paddingMode("circular").build();
        return wrong.forward(x, 1, 16, 32, 40);
        // @end
        // spotless:on
    }
}
