// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

/**
 * One axis of a call: the image between its padding, and how often the window fits. In longs, as {@code Validator} asks
 * whether they fit an int. A class, as nobody compares it.
 */
public final class PaddedAxis {
    private final int size;
    private final long before;
    private final long after;

    /** Pixels the window spans. */
    private final long window;

    private final int stride;

    private PaddedAxis(int size, long before, long after, long window, int stride) {
        this.size = size;
        this.before = before;
        this.after = after;
        this.window = window;
        this.stride = stride;
    }

    /** Pixels of the image, positive. */
    public int size() {
        return size;
    }

    /** Padding ahead of the first pixel. */
    public long before() {
        return before;
    }

    /** Padding behind the last. */
    public long after() {
        return after;
    }

    /** The rows of a layer's input. */
    public static PaddedAxis height(LayerSpec s, int ih) {
        Padding p = s.padding();
        return of(p.word(), p.top(), p.bottom(), ih, s.windowHeight(), s.sh());
    }

    /** The columns of a layer's input. */
    public static PaddedAxis width(LayerSpec s, int iw) {
        Padding p = s.padding();
        return of(p.word(), p.left(), p.right(), iw, s.windowWidth(), s.sw());
    }

    private static PaddedAxis of(PaddingWord word, int before, int after, int size, long window, int stride) {
        if (word == PaddingWord.AMOUNT || word == PaddingWord.VALID) {
            return new PaddedAxis(size, before, after, window, stride);
        }
        long lastStart = (size - 1L) / stride * stride;
        long total = Math.max(0, lastStart + window - size);
        long smaller = total / 2;
        return word == PaddingWord.SAME_LOWER
                ? new PaddedAxis(size, total - smaller, smaller, window, stride)
                : new PaddedAxis(size, smaller, total - smaller, window, stride);
    }

    /** Pixels of the padded image. */
    public long padded() {
        return before + size + after;
    }

    /** The larger of both sides' padding. */
    public long most() {
        return Math.max(before, after);
    }

    /** PyTorch's output size; not positive where the window is larger than the padded image. */
    public long outputs() {
        return Geometry.outputSize(size, before + after, window, stride);
    }
}
