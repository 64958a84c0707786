// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

/** How a layer's padding was given. */
public enum PaddingWord {
    /** By numbers. */
    AMOUNT,
    /** As {@code 'same'}: the output has the input's size. */
    SAME,
    /** As {@code 'valid'}: none. */
    VALID
}
