// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Epilogue} on vectors: the formulas of {@link Activations}, lane by lane, operation by operation. Whole vectors
 * only; what is left of a row is the scalar one's, since an output that is written in place cannot be computed twice.
 *
 * <p>A block of rows is one flat loop: a tile's rows are but two vectors long.
 */
final class VectorEpilogue {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private VectorEpilogue() {}

    /** As {@link Epilogue#run}. */
    static void run(ImageCall call, float[] from, int fo, int fs, int at, int as, int rows, int length) {
        run(call, from, fo, fs, call.y(), at, as, rows, length);
    }

    /** The same to another array than the call's output; then the call has no residual. */
    static void run(ImageCall call, float[] from, int fo, int fs, float[] y, int at, int as, int rows, int length) {
        int vectors = length / S.length();
        if (vectors > 0) {
            Activation activation = call.weights().activation();
            if (call.residual() == null) {
                activate(activation, from, fo, fs, y, at, as, vectors, rows);
            } else if (activation.function() == Activation.Function.RELU) {
                addRelu(from, fo, fs, call.residual(), call.residualAt(at), y, at, as, vectors, rows);
            } else {
                add(from, fo, fs, call.residual(), call.residualAt(at), y, at, as, vectors, rows);
                activate(activation, y, at, as, y, at, as, vectors, rows);
            }
        }
        int whole = vectors * S.length();
        if (whole < length) {
            Epilogue.run(call, from, fo + whole, fs, y, at + whole, as, rows, length - whole);
        }
    }

    /** Replaces {@code length} sums, whole vectors, by their activation; only for calls without a residual. */
    static void activate(ImageCall call, float[] sums, int at, int length) {
        activate(call.weights().activation(), sums, at, 0, sums, at, 0, length / S.length(), 1);
    }

    private static void activate(
            Activation a, float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        // Not a switch, for which there would be one class more in the jar. Without a function there was only a
        // residual.
        Activation.Function function = a.function();
        if (function == Activation.Function.RELU) {
            relu(x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.CLAMP) {
            clamp(a.lower(), a.upper(), x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.LEAKY_RELU) {
            leakyRelu(a.slope(), x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.HARD_SWISH) {
            hardSwish(x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.SILU) {
            silu(x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.SIGMOID) {
            sigmoid(x, xo, xs, y, yo, ys, vectors, rows);
        } else if (function == Activation.Function.TANH) {
            tanh(x, xo, xs, y, yo, ys, vectors, rows);
        }
    }

    private static void add(
            float[] x, int xo, int xs, float[] r, int ro, float[] y, int yo, int ys, int vectors, int rows) {
        int p = xo;
        int q = 0;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector.fromArray(S, x, p)
                    .add(FloatVector.fromArray(S, r, ro + q))
                    .intoArray(y, yo + q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    /** Both at once, for it is what residual blocks mostly end with. */
    private static void addRelu(
            float[] x, int xo, int xs, float[] r, int ro, float[] y, int yo, int ys, int vectors, int rows) {
        FloatVector zero = FloatVector.zero(S);
        int p = xo;
        int q = 0;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p).add(FloatVector.fromArray(S, r, ro + q));
            v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, yo + q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void relu(float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        FloatVector zero = FloatVector.zero(S);
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            v.blend(zero, v.compare(VectorOperators.LT, zero)).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void clamp(
            float lower, float upper, float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        FloatVector least = FloatVector.broadcast(S, lower);
        FloatVector most = FloatVector.broadcast(S, upper);
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            clamp(v, least, most).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void leakyRelu(
            float slope, float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        FloatVector factor = FloatVector.broadcast(S, slope);
        FloatVector zero = FloatVector.zero(S);
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            v.mul(factor).blend(v, v.compare(VectorOperators.GT, zero)).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void hardSwish(float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector three = FloatVector.broadcast(S, 3);
        FloatVector six = FloatVector.broadcast(S, 6);
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            v.mul(clamp(v.add(three), zero, six).div(six)).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void silu(float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            v.mul(sigmoid(v)).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void sigmoid(float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            sigmoid(v).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    private static void tanh(float[] x, int xo, int xs, float[] y, int yo, int ys, int vectors, int rows) {
        int p = xo;
        int q = yo;
        for (int i = 0, left = vectors; i < rows * vectors; i++) {
            FloatVector v = FloatVector.fromArray(S, x, p);
            tanh(v).intoArray(y, q);
            p += S.length();
            q += S.length();
            if (--left == 0) {
                left = vectors;
                p += xs - vectors * S.length();
                q += ys - vectors * S.length();
            }
        }
    }

    /** A NaN is neither below nor above. */
    private static FloatVector clamp(FloatVector x, FloatVector least, FloatVector most) {
        FloatVector v = x.blend(least, x.compare(VectorOperators.LT, least));
        return v.blend(most, v.compare(VectorOperators.GT, most));
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector least = FloatVector.broadcast(S, Activations.SIGMOID_LEAST);
        FloatVector t = clamp(x, least, FloatVector.broadcast(S, Activations.SIGMOID_MOST));
        FloatVector round = FloatVector.broadcast(S, Activations.ROUND_EXPONENT_64);
        FloatVector shifted = t.fma(FloatVector.broadcast(S, Activations.LOG2_E), round);
        FloatVector scale = powerOfTwo(shifted);
        FloatVector e = scale.fma(expm1(t, shifted.sub(round)), scale).mul(Activations.TWO_TO_MINUS_64);
        return e.div(e.add(1));
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector most = FloatVector.broadcast(S, Activations.TANH_MOST);
        FloatVector size = x.abs();
        FloatVector t = size.blend(most, size.compare(VectorOperators.GT, most)).mul(-2);
        FloatVector round = FloatVector.broadcast(S, Activations.ROUND_EXPONENT);
        FloatVector shifted = t.fma(FloatVector.broadcast(S, Activations.LOG2_E), round);
        FloatVector scale = powerOfTwo(shifted);
        FloatVector m = scale.fma(expm1(t, shifted.sub(round)), scale.sub(1));
        FloatVector negative = m.div(m.add(2));
        return negative.blend(negative.neg(), x.compare(VectorOperators.GT, 0));
    }

    private static FloatVector powerOfTwo(FloatVector shifted) {
        IntVector bits = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, Activations.FRACTION);
        return bits.reinterpretAsFloats();
    }

    private static FloatVector expm1(FloatVector t, FloatVector n) {
        FloatVector r = n.fma(
                FloatVector.broadcast(S, Activations.MINUS_LN2_LOW),
                n.fma(FloatVector.broadcast(S, Activations.MINUS_LN2_HIGH), t));
        FloatVector p = r.fma(FloatVector.broadcast(S, Activations.C7), FloatVector.broadcast(S, Activations.C6));
        p = r.fma(p, FloatVector.broadcast(S, Activations.C5));
        p = r.fma(p, FloatVector.broadcast(S, Activations.C4));
        p = r.fma(p, FloatVector.broadcast(S, Activations.C3));
        p = r.fma(p, FloatVector.broadcast(S, Activations.C2));
        return r.mul(r).fma(p, r);
    }
}
