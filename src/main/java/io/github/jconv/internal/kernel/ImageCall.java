// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;

/** The arrays of one image of a forward. Reusable: it changes only between images, so a chain of them needs one object. */
public final class ImageCall {
    private Weights weights;
    private float[] x;
    private int xo;
    private float[] residual;
    private int ro;
    private float[] y;
    private int yo;
    private float[] staged;
    private boolean plain;

    /** A call of no image yet. */
    public ImageCall() {}

    public ImageCall(Weights weights, float[] x, int xo, float[] y, int yo, float[] staged) {
        this(weights, x, xo, null, 0, y, yo, staged);
    }

    /** As {@link #set}. */
    public ImageCall(Weights weights, float[] x, int xo, float[] residual, int ro, float[] y, int yo, float[] staged) {
        set(weights, x, xo, residual, ro, y, yo, staged);
    }

    /**
     * Makes it the call of another image.
     *
     * @param x input, the image's first float at {@code xo}
     * @param residual what is added to the output, the image's first float at {@code ro}, or null
     * @param y output, the image's first float at {@code yo}
     * @param staged the staged copy of the input, or null
     */
    public void set(Weights weights, float[] x, int xo, float[] residual, int ro, float[] y, int yo, float[] staged) {
        this.weights = weights;
        this.x = x;
        this.xo = xo;
        this.residual = residual;
        this.ro = ro;
        this.y = y;
        this.yo = yo;
        this.staged = staged;
        plain = residual == null && (weights == null || weights.activation().function() == Activation.Function.NONE);
    }

    /** Lets go of all arrays. */
    public void clear() {
        set(null, null, 0, null, 0, null, 0, null);
    }

    Weights weights() {
        return weights;
    }

    public float[] x() {
        return x;
    }

    public int xo() {
        return xo;
    }

    /** Whether an output is its sum: neither residual nor activation follows. */
    boolean plain() {
        return plain;
    }

    float[] residual() {
        return residual;
    }

    /** The residual's index for the output at index {@code at} of {@link #y}. */
    int residualAt(int at) {
        return at - yo + ro;
    }

    /** Whether the output's place holds the residual, so that no sum may be written there before it was added. */
    boolean addsInPlace() {
        return residual == y;
    }

    public float[] y() {
        return y;
    }

    public int yo() {
        return yo;
    }

    public float[] staged() {
        return staged;
    }
}
