// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;

/**
 * What follows an output's sum: {@code y = activation(sum + residual)}, the addition rounded once. One output at a time:
 * the scalar kernel's, and what {@link VectorEpilogue} leaves of a run.
 */
final class Epilogue {
    private Epilogue() {}

    /**
     * Finishes a block of outputs; only for calls that are not plain.
     *
     * @param from the sums, rows of {@code length} from {@code fo} on, {@code fs} apart; may be the outputs themselves
     * @param at where in {@code call.y()} the first output goes, and {@code as} later the first of the next row
     */
    static void run(ImageCall call, float[] from, int fo, int fs, int at, int as, int rows, int length) {
        run(call, from, fo, fs, call.y(), at, as, rows, length);
    }

    /** The same to another array than the call's output; then the call has no residual. */
    static void run(ImageCall call, float[] from, int fo, int fs, float[] y, int at, int as, int rows, int length) {
        for (int r = 0; r < rows; r++) {
            row(call, from, fo + r * fs, y, at + r * as, length);
        }
    }

    private static void row(ImageCall call, float[] from, int fo, float[] y, int at, int length) {
        if (call.residual() == null) {
            activate(call.weights().activation(), from, fo, y, at, length);
        } else {
            add(from, fo, call.residual(), call.residualAt(at), y, at, length);
            activate(call.weights().activation(), y, at, y, at, length);
        }
    }

    private static void add(float[] x, int xo, float[] r, int ro, float[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = x[xo + i] + r[ro + i];
        }
    }

    /** A loop each: a choice in the loop would cost more than most of the functions. */
    private static void activate(Activation a, float[] x, int xo, float[] y, int yo, int length) {
        // As in VectorEpilogue, not a switch.
        Activation.Function function = a.function();
        if (function == Activation.Function.RELU) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = Math.max(x[xo + i], 0);
            }
        } else if (function == Activation.Function.CLAMP) {
            float lower = a.lower();
            float upper = a.upper();
            for (int i = 0; i < length; i++) {
                y[yo + i] = Math.min(Math.max(x[xo + i], lower), upper);
            }
        } else if (function == Activation.Function.LEAKY_RELU) {
            float slope = a.slope();
            for (int i = 0; i < length; i++) {
                y[yo + i] = Activations.leakyRelu(x[xo + i], slope);
            }
        } else if (function == Activation.Function.HARD_SWISH) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = Activations.hardSwish(x[xo + i]);
            }
        } else if (function == Activation.Function.SILU) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = Activations.silu(x[xo + i]);
            }
        } else if (function == Activation.Function.SIGMOID) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = Activations.sigmoid(x[xo + i]);
            }
        } else if (function == Activation.Function.TANH) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = Activations.tanh(x[xo + i]);
            }
        }
    }
}
