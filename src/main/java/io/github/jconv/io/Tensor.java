// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

import java.util.Arrays;

/** Floats and the sizes of their array, row-major: what {@code weight}, {@code bias} and {@code forward} take. */
public final class Tensor {
    /** Sizes an array of NumPy's can have: what is written can be read. */
    static final int MAX_RANK = 64;

    /** Times any size this is still a long. */
    private static final long MANY = 1L << 32;

    private final int[] shape;
    private final float[] data;

    /**
     * Of elements that are not copied.
     *
     * @param shape the sizes, at most 64, none negative; no size at all is a single number
     * @param data the elements, row-major, as many as the shape says
     * @throws IllegalArgumentException if one is null, a size is negative, there are too many, or the shape has another number of
     *     elements
     */
    public Tensor(int[] shape, float[] data) {
        notNull("shape", shape);
        notNull("data", data);
        if (shape.length > MAX_RANK) {
            throw new IllegalArgumentException("shape has " + shape.length + " sizes, must have at most " + MAX_RANK);
        }
        if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("shape " + tuple(shape) + " has a negative size");
        }
        if (elements(shape) != data.length) {
            throw new IllegalArgumentException(
                    "data has " + data.length + " elements, must have those of shape " + tuple(shape));
        }
        this.shape = shape.clone();
        this.data = data;
    }

    /**
     * The sizes.
     *
     * @return a copy of them
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * The elements.
     *
     * @return them, row-major: the array itself, no copy
     */
    public float[] data() {
        return data;
    }

    /** Passes if {@code argument} was given. */
    static void notNull(String name, Object argument) {
        if (argument == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
    }

    /** How many elements a shape without negative sizes has; more than 2^32 count as that. */
    static long elements(int[] shape) {
        long elements = 1;
        for (int size : shape) {
            elements = Math.min(MANY, elements * size);
        }
        return elements;
    }

    /** As Python writes it. */
    static String tuple(int[] shape) {
        String sizes = Arrays.toString(shape);
        return "(" + sizes.substring(1, sizes.length() - 1) + (shape.length == 1 ? ",)" : ")");
    }

    /** The shape, such as {@code Tensor(64, 3, 7, 7)}. */
    @Override
    public String toString() {
        return "Tensor" + tuple(shape);
    }
}
