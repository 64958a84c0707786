// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.validate.OnnxValidator;
import io.github.jconv.internal.validate.Validator;

/**
 * Builds a {@link Conv2d} from the attributes and inputs of a two-dimensional {@code Conv} node of an ONNX model, by ONNX's
 * rules and with its defaults.
 *
 * <p>An attribute that a node lacks is not set, or set to null. All lists are of height, then width. {@link #build()}
 * refuses what ONNX does not allow, naming attribute, value and limit. The builder may be used again after that; it is not
 * safe for use by several threads at once.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX Conv</a>
 */
public final class OnnxConvBuilder {
    private String autoPad;
    private int[] pads;
    private int[] strides;
    private int[] dilations;
    private int[] kernelShape;
    private int group = 1;
    private float[] weight;
    private int[] weightShape;
    private float[] bias;
    private Accuracy accuracy = Accuracy.EXACT;
    private int parallelism = Conv2d.POOL_PARALLELISM;

    OnnxConvBuilder() {}

    /**
     * ONNX's {@code auto_pad}. {@code SAME_UPPER} and {@code SAME_LOWER} are {@link Conv2dBuilder#paddingSameUpper} and
     * {@link Conv2dBuilder#paddingSameLower}.
     *
     * @param autoPad {@code NOTSET}, the default, {@code SAME_UPPER}, {@code SAME_LOWER} or {@code VALID}; all but the first
     *     exclude {@link #pads}
     * @return this builder
     */
    public OnnxConvBuilder autoPad(String autoPad) {
        this.autoPad = autoPad;
        return this;
    }

    /**
     * ONNX's {@code pads}; none by default.
     *
     * @param pads top, left, bottom and right: rows and columns of zeros, not negative
     * @return this builder
     */
    public OnnxConvBuilder pads(int... pads) {
        this.pads = copy(pads);
        return this;
    }

    /**
     * ONNX's {@code strides}; 1 by default.
     *
     * @param strides pixels between neighbouring windows, down and across, positive
     * @return this builder
     */
    public OnnxConvBuilder strides(int... strides) {
        this.strides = copy(strides);
        return this;
    }

    /**
     * ONNX's {@code dilations}; 1 by default.
     *
     * @param dilations pixels between neighbouring taps, down and across, positive
     * @return this builder
     */
    public OnnxConvBuilder dilations(int... dilations) {
        this.dilations = copy(dilations);
        return this;
    }

    /**
     * ONNX's {@code kernel_shape}; by default what the weights have.
     *
     * @param kernelShape rows and columns of the window, those of the weights
     * @return this builder
     */
    public OnnxConvBuilder kernelShape(int... kernelShape) {
        this.kernelShape = copy(kernelShape);
        return this;
    }

    /**
     * ONNX's {@code group}; 1 by default.
     *
     * @param group blocks the channels are divided into, positive; it divides the output channels
     * @return this builder
     */
    public OnnxConvBuilder group(int group) {
        this.group = group;
        return this;
    }

    /**
     * ONNX's input {@code W}, copied by {@link #build()}. It has no default.
     *
     * @param weight the weights, row-major
     * @param shape (M, C/group, kH, kW): output channels, input channels a group, rows and columns of the window
     * @return this builder
     */
    public OnnxConvBuilder weight(float[] weight, int... shape) {
        this.weight = weight;
        this.weightShape = copy(shape);
        return this;
    }

    /**
     * ONNX's optional input {@code B}, copied by {@link #build()}.
     *
     * @param bias one float an output channel; null, the default, for none
     * @return this builder
     */
    public OnnxConvBuilder bias(float[] bias) {
        this.bias = bias;
        return this;
    }

    /**
     * What the layer promises about its rounding; {@link Accuracy#EXACT} by default. Not ONNX's.
     *
     * @param accuracy EXACT, or FAST for more speed, not null
     * @return this builder
     */
    public OnnxConvBuilder accuracy(Accuracy accuracy) {
        this.accuracy = accuracy;
        return this;
    }

    /**
     * The most threads one {@code forward} uses, as of {@link Conv2dBuilder#parallelism}. Not ONNX's.
     *
     * @param parallelism threads, positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public OnnxConvBuilder parallelism(int parallelism) {
        this.parallelism = Validator.parallelism(parallelism);
        return this;
    }

    /**
     * Checks the attributes and builds the layer.
     *
     * @return a layer of its own copies of weights and bias
     * @throws IllegalArgumentException naming attribute, value and limit, if an attribute is outside its limits or has
     *     another number of values than two axes need, if {@code pads} meets an {@code auto_pad} other than NOTSET, if
     *     {@code kernel_shape} is not that of the weights, or if weights or bias are missing or of another length
     */
    public Conv2d build() {
        LayerSpec layer = OnnxValidator.layer(
                autoPad, pads, strides, dilations, kernelShape, group, weight, weightShape, accuracy);
        return new Conv2d(
                layer,
                Validator.weight(layer, weight).clone(),
                bias == null ? null : Validator.bias(layer, bias).clone(),
                parallelism);
    }

    private static int[] copy(int[] values) {
        return values == null ? null : values.clone();
    }
}
