// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.validate.Validator;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The function of one number that a layer applies to each of its outputs, as a module of PyTorch's {@code torch.nn} behind
 * the convolution would. A layer computes it while the outputs are still in the cache:
 * {@link Conv2dBuilder#activation}.
 *
 * <p>Each is one formula of correctly rounded operations on floats, so that its bits are the same on every machine and vector
 * width, as the convolution's. NaN gives NaN. docs/numerics.md has formulas and error bounds.
 */
public final class Activation implements Serializable {
    private static final long serialVersionUID = 1;

    /** The formulas. */
    public enum Function {
        /** {@code x}. */
        NONE("Identity"),
        /** {@code max(x, 0)}. */
        RELU("ReLU"),
        /** {@code min(max(x, lower), upper)}. */
        CLAMP("Hardtanh"),
        /** {@code x} if it is greater than 0, else {@code slope * x}. */
        LEAKY_RELU("LeakyReLU"),
        /** {@code x * (min(max(x + 3, 0), 6) / 6)}. */
        HARD_SWISH("Hardswish"),
        /** {@code x * sigmoid(x)}. */
        SILU("SiLU"),
        /** {@code 1 / (1 + exp(-x))}. */
        SIGMOID("Sigmoid"),
        /** The hyperbolic tangent. */
        TANH("Tanh");

        /** PyTorch's name of the module. */
        private final String module;

        Function(String module) {
            this.module = module;
        }
    }

    private static final Activation NONE = new Activation(Function.NONE, 0, 0);

    /** Which formula it is. */
    private final Function function;

    /** The lower bound or the slope; 0 for functions without parameters. */
    private final float first;

    /** The upper bound; 0 for functions without one. */
    private final float second;

    private Activation(Function function, float first, float second) {
        this.function = function;
        this.first = first;
        this.second = second;
    }

    /** {@return no activation: the outputs as they are, a layer's default} */
    public static Activation none() {
        return NONE;
    }

    /** {@return PyTorch's {@code nn.ReLU}: {@code max(x, 0)}} */
    public static Activation relu() {
        return new Activation(Function.RELU, 0, 0);
    }

    /** {@return PyTorch's {@code nn.ReLU6}: {@code min(max(x, 0), 6)}, the same as {@code clamp(0, 6)}} */
    public static Activation relu6() {
        return clamp(0, 6);
    }

    /**
     * PyTorch's {@code nn.Hardtanh}, ONNX' {@code Clip}: {@code min(max(x, min), max)}.
     *
     * @param min the least output; may be negative infinity
     * @param max the greatest output, greater than {@code min}; may be infinity
     * @return the activation
     * @throws IllegalArgumentException if {@code min} is not less than {@code max}, or either is NaN
     */
    public static Activation clamp(float min, float max) {
        return new Activation(Function.CLAMP, min, max).legal();
    }

    /**
     * PyTorch's {@code nn.LeakyReLU}: {@code x} where it is greater than 0, else {@code slope * x}.
     *
     * @param slope PyTorch's {@code negative_slope}, 0.01 there by default; finite
     * @return the activation
     * @throws IllegalArgumentException if {@code slope} is NaN or infinite
     */
    public static Activation leakyRelu(float slope) {
        return new Activation(Function.LEAKY_RELU, slope, 0).legal();
    }

    /** {@return PyTorch's {@code nn.Hardswish}: {@code x * (min(max(x + 3, 0), 6) / 6)}} */
    public static Activation hardSwish() {
        return new Activation(Function.HARD_SWISH, 0, 0);
    }

    /** {@return PyTorch's {@code nn.SiLU}, also called swish: {@code x * sigmoid(x)}} */
    public static Activation silu() {
        return new Activation(Function.SILU, 0, 0);
    }

    /** {@return PyTorch's {@code nn.Sigmoid}: {@code 1 / (1 + exp(-x))}} */
    public static Activation sigmoid() {
        return new Activation(Function.SIGMOID, 0, 0);
    }

    /** {@return PyTorch's {@code nn.Tanh}} */
    public static Activation tanh() {
        return new Activation(Function.TANH, 0, 0);
    }

    /** {@return which formula it is} */
    public Function function() {
        return function;
    }

    /** {@return the least output of a {@code CLAMP}, 0 for other functions} */
    public float lower() {
        return function == Function.CLAMP ? first : 0;
    }

    /** {@return the greatest output of a {@code CLAMP}, 0 for other functions} */
    public float upper() {
        return second;
    }

    /** {@return the factor of negative values of a {@code LEAKY_RELU}, 0 for other functions} */
    public float slope() {
        return function == Function.LEAKY_RELU ? first : 0;
    }

    /** {@return whether {@code other} is the same function with the same parameters} */
    @Override
    public boolean equals(Object other) {
        return other instanceof Activation a
                && function == a.function
                && Float.compare(first, a.first) == 0
                && Float.compare(second, a.second) == 0;
    }

    /** {@return a hash code that equal activations share} */
    @Override
    public int hashCode() {
        return 31 * (31 * function.hashCode() + Float.hashCode(first)) + Float.hashCode(second);
    }

    /** {@return PyTorch's repr of the module, such as {@code LeakyReLU(negative_slope=0.01)}} */
    @Override
    public String toString() {
        if (function == Function.LEAKY_RELU) {
            return function.module + "(negative_slope=" + python(first) + ")";
        }
        if (function != Function.CLAMP) {
            return function.module + "()";
        }
        return first == 0 && second == 6
                ? "ReLU6()"
                : function.module + "(min_val=" + python(first) + ", max_val=" + python(second) + ")";
    }

    /** A number as Python prints it, which goes over to exponents later than Java. */
    private static String python(float value) {
        float magnitude = Math.abs(value);
        if (Float.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0 || magnitude < 1e-4f || magnitude >= 1e16f) {
            return Float.toString(value).replace('E', 'e').replace(".0e", "e");
        }
        String plain =
                new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /**
     * The activation of a function's name and its parameters, as {@link #first} and {@link #second} tell them.
     *
     * @throws IllegalArgumentException if no factory makes it
     */
    static Activation of(String function, float first, float second) {
        return new Activation(Function.valueOf(function), first, second).legal();
    }

    float first() {
        return first;
    }

    float second() {
        return second;
    }

    /**
     * Refuses what no factory makes.
     *
     * @return this activation
     * @throws InvalidObjectException if function or parameters are none of a factory's
     */
    private Object readResolve() throws InvalidObjectException {
        try {
            return legal();
        } catch (IllegalArgumentException e) {
            InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }

    private Activation legal() {
        Validator.activation(function, first, second);
        return this;
    }
}
