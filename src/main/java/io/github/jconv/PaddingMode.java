// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a tap reads where the kernel reaches over the edge of the image: PyTorch's {@code padding_mode}.
 *
 * <p>Each axis is padded on its own; a corner is the composition of both.
 */
public enum PaddingMode {
    /** Reads 0 outside the image. */
    ZEROS,
    /** Mirrors the image at its edge without repeating the edge; the padding must be smaller than the size. */
    REFLECT,
    /** Repeats the edge. */
    REPLICATE,
    /** Continues at the opposite edge; the padding must be at most the size, unless a layer has {@link Conv2dBuilder#circularRepeats}. */
    CIRCULAR;

    /** {@return PyTorch's name of this mode: {@code zeros}, {@code reflect}, {@code replicate} or {@code circular}} */
    public String torchName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of PyTorch's name.
     *
     * @param torchName {@code zeros}, {@code reflect}, {@code replicate} or {@code circular}
     * @return the mode
     * @throws IllegalArgumentException if there is no such mode
     */
    public static PaddingMode of(String torchName) {
        for (PaddingMode mode : values()) {
            if (mode.torchName().equals(torchName)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("paddingMode=" + torchName + ": must be one of "
                + Arrays.stream(values()).map(PaddingMode::torchName).collect(Collectors.joining(", ")));
    }
}
