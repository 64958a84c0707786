// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import java.util.SplittableRandom;

/** What a benchmark computes with: a layer's random input, its output, and a copy to compare with. */
final class BenchArrays {
    /** Longer copies go through the same arrays several times: no cache holds these. */
    private static final int MOST_COPIED_AT_ONCE = 1 << 28;

    private final int[] shape;
    private final float[] input;
    private final float[] output;
    private final float[] from;
    private final float[] to;
    private final long copied;

    private BenchArrays(int[] shape, long output, long copied) {
        this.shape = shape;
        this.copied = copied;
        input = random(product(shape));
        this.output = new float[(int) output];
        from = random(Math.min(copied, MOST_COPIED_AT_ONCE));
        to = new float[from.length];
    }

    /**
     * For inputs of {@code shape}.
     *
     * @throws BadInput if there is nothing to compute, or the heap can't hold it
     */
    static BenchArrays of(Conv2dPlan plan, int[] shape) {
        if (plan.multiplyAdds() == 0) {
            throw BadInput.of("--input", "a batch of no images leaves nothing to time");
        }
        // Every float copied is read once and written once.
        long copied = plan.bytesMoved() / (2 * Float.BYTES);
        long copies = 2 * Float.BYTES * Math.min(copied, MOST_COPIED_AT_ONCE);
        Heap.require("--input", "this benchmark", plan.bytesMoved() + plan.peakExtraBytes() + copies);
        int[] outputShape =
                plan.outputShape().stream().mapToInt(Integer::intValue).toArray();
        return new BenchArrays(shape, product(outputShape), copied);
    }

    private static long product(int[] sizes) {
        long product = 1;
        for (int size : sizes) {
            product *= size;
        }
        return product;
    }

    private static float[] random(long length) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[(int) length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble() - 0.5f;
        }
        return values;
    }

    void forward(Conv2d layer) {
        layer.forward(input, 0, output, 0, shape);
    }

    /** Moves as many bytes as a forward does. */
    void copy() {
        for (long left = copied; left > 0; left -= from.length) {
            System.arraycopy(from, 0, to, 0, (int) Math.min(left, from.length));
        }
    }
}
