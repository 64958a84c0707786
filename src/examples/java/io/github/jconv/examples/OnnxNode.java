// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import io.github.jconv.Conv2d;

/** A Conv node of an ONNX model, by its attributes. */
final class OnnxNode {
    private OnnxNode() {}

    static Conv2d layer(float[] w, float[] b) {
        // spotless:off
        // @start region="onnx"
        Conv2d conv = Conv2d.onnx()
                .autoPad("SAME_UPPER")         // or pads(top, left, bottom, right)
                .strides(2, 2).dilations(1, 1).group(1).kernelShape(3, 3)
                .weight(w, 32, 3, 3, 3)        // W of shape (M, C/group, kH, kW)
                .bias(b)                       // null if the node has none
                .build();
        // @end
        // spotless:on
        return conv;
    }
}
