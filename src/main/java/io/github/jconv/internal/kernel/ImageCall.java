// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** The arrays of one image of a forward. Reusable: it changes only between images, so a chain of them needs one object. */
public final class ImageCall {
    private Weights weights;
    private float[] x;
    private int xo;
    private float[] y;
    private int yo;
    private float[] staged;

    /** A call of no image yet. */
    public ImageCall() {}

    public ImageCall(Weights weights, float[] x, int xo, float[] y, int yo, float[] staged) {
        set(weights, x, xo, y, yo, staged);
    }

    /**
     * Makes it the call of another image.
     *
     * @param x input, the image's first float at {@code xo}
     * @param y output, the image's first float at {@code yo}
     * @param staged the staged copy of the input, or null
     */
    public void set(Weights weights, float[] x, int xo, float[] y, int yo, float[] staged) {
        this.weights = weights;
        this.x = x;
        this.xo = xo;
        this.y = y;
        this.yo = yo;
        this.staged = staged;
    }

    /** Lets go of all arrays. */
    public void clear() {
        set(null, null, 0, null, 0, null);
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
