// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;
import io.github.jconv.internal.geometry.Geometry;
import java.nio.FloatBuffer;

/**
 * The arrays or buffers of one image of a forward. Reusable: it changes only between images, so a chain of them needs one
 * object.
 *
 * <p>What a {@link Kernel} gets has arrays of planes at both ends; what {@link Windows} get may have buffers, or pixels of
 * channels.
 */
public final class ImageCall {
    private Weights weights;
    private float[] x;
    private FloatBuffer xBuffer;
    private int xo;
    private float[] residual;
    private int ro;
    private float[] y;
    private FloatBuffer yBuffer;
    private int yo;
    private float[] staged;
    private int stagedAt;
    private ImageCall caller;
    private Access access = Access.IN_PLACE;
    private int inPitch;
    private int outPitch;
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
        stagedAt = 0;
        caller = this;
        plain = residual == null && (weights == null || weights.activation().function() == Activation.Function.NONE);
    }

    /** Says what the offsets of {@link #set} are offsets in: the buffers that are not null, else the arrays. */
    public void ends(Access access, FloatBuffer xBuffer, FloatBuffer yBuffer) {
        this.access = access;
        this.xBuffer = xBuffer;
        this.yBuffer = yBuffer;
    }

    /** Makes it the call of the image that is {@code at} images behind another call's, which may be this one. */
    public void image(ImageCall call, Geometry g, int at, float[] staged) {
        int out = at * g.outImage();
        int from = call.xo + at * g.inImage();
        set(call.weights, call.x, from, call.residual, call.ro + out, call.y, call.yo + out, staged);
        ends(call.access, call.xBuffer, call.yBuffer);
    }

    /** Sets the floats between the planes of input and output where these are not whole, 0 where they are. */
    void pitches(int inPitch, int outPitch) {
        this.inPitch = inPitch;
        this.outPitch = outPitch;
    }

    /** Makes it another call with a staged block, whose row and channel 0 would be at {@code stagedAt}: that may be less than 0. */
    void stagedBlock(ImageCall call, float[] staged, int stagedAt) {
        set(call.weights, call.x, call.xo, call.residual, call.ro, call.y, call.yo, staged);
        pitches(call.inPitch, call.outPitch);
        this.stagedAt = stagedAt;
    }

    /** Says that it is a part of another call, by way of {@link Windows}. */
    void partOf(ImageCall call) {
        caller = call;
    }

    /** The call that has the caller's ends: this one, unless it is in a window. */
    ImageCall caller() {
        return caller;
    }

    /** Lets go of all arrays. */
    public void clear() {
        set(null, null, 0, null, 0, null, 0, null);
        ends(Access.IN_PLACE, null, null);
    }

    /**
     * Stores finished pixels of one output channel, {@code step} apart, wherever and however the caller wants them: for
     * kernels without a {@link Kernel#unitSize}.
     */
    void store(Geometry g, int channel, int pixel, int step, int pixels, float[] from, int at) {
        if (access != Access.IN_PLACE) {
            Ports.writeRun(this, g, channel, pixel, step, pixels, from, at);
            return;
        }
        int to = yo + channel * g.outPlane() + pixel;
        if (step == 1) {
            System.arraycopy(from, at, y, to, pixels);
            return;
        }
        float[] out = y;
        for (int p = 0; p < pixels; p++) {
            out[to + p * step] = from[at + p];
        }
    }

    Weights weights() {
        return weights;
    }

    /** The input array, null if it is a buffer. */
    public float[] x() {
        return x;
    }

    FloatBuffer xBuffer() {
        return xBuffer;
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
        return residual != null && residual == y;
    }

    /** The output array, null if it is a buffer. */
    public float[] y() {
        return y;
    }

    FloatBuffer yBuffer() {
        return yBuffer;
    }

    public int yo() {
        return yo;
    }

    public float[] staged() {
        return staged;
    }

    /** Where the first staged row of the first plane is, or would be. */
    int stagedAt() {
        return stagedAt;
    }

    Access access() {
        return access;
    }

    /** Floats between the input's planes. */
    int inPitch(Geometry g) {
        return inPitch == 0 ? g.inPlane() : inPitch;
    }

    /** Floats between the output's planes. */
    int outPitch(Geometry g) {
        return outPitch == 0 ? g.outPlane() : outPitch;
    }
}
