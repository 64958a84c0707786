// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

/** How a layer's padding was given. */
public enum PaddingWord {
    /** By numbers. */
    AMOUNT,
    /** As {@code 'same'}: the output has the input's size. */
    SAME,
    /** As {@code 'valid'}: none. */
    VALID,
    /** As ONNX's {@code SAME_UPPER}: the output has the input's size divided by the stride, rounded up. */
    SAME_UPPER,
    /** As ONNX's {@code SAME_LOWER}: an odd one goes to the start. */
    SAME_LOWER
}
