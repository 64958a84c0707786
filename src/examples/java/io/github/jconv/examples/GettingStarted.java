// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;
import java.util.Arrays;

/** The first lines with a layer; docs/getting-started.md shows them. */
final class GettingStarted {
    private GettingStarted() {}

    public static void main(String[] args) {
        float[] weight = new float[16 * 3 * 3 * 3];
        Arrays.fill(weight, 1f / 27);
        oneForward(weight, new float[16], new float[3 * 224 * 224]);
        intoYourArray(new float[3 * 224 * 224]);
        explained();
    }

    static float[] oneForward(float[] weight, float[] bias, float[] x) {
        // spotless:off
        // @start region="layer"
        Conv2d conv = Conv2d.builder()
                .inChannels(3).outChannels(16).kernelSize(3)
                .stride(2).padding(1)                    // also dilation, groups, paddingMode, padding("same")
                .weight(weight).bias(bias)               // float[] as in a state_dict: (16, 3, 3, 3) and (16)
                .build();

        float[] y = conv.forward(x, 1, 3, 224, 224);     // x is (N, C, H, W); y is (1, 16, 112, 112)
        System.out.println(conv);                        // Conv2d(3, 16, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))
        // @end
        // spotless:on
        return y;
    }

    static float[] intoYourArray(float[] x) {
        // spotless:off
        // @start region="into"
        Conv2d conv = Conv2d.builder().inChannels(3).outChannels(16).kernelSize(3).build();
        int[] shape = {1, 3, 224, 224};
        int[] outputShape = conv.outputShape(shape); // {1, 16, 222, 222}
        float[] y = new float[Arrays.stream(outputShape).reduce(1, Math::multiplyExact)];

        conv.warmUp(shape); // once, where the first forwards of a process must not be slow
        conv.forward(x, 0, y, 0, shape); // from x[0] on into y from y[0] on, as often as you like
        // @end
        // spotless:on
        return y;
    }

    static String explained() {
        // spotless:off
        // @start region="plan"
        Conv2d conv = Conv2d.builder().inChannels(64).outChannels(128).kernelSize(3).padding(1).build();
        System.out.println(conv.plan(1, 64, 56, 56));
        // @end
        // spotless:on
        return conv.plan(1, 64, 56, 56).toString();
    }
}
