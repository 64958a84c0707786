// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.Padding;
import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.internal.validate.Validator;

/**
 * Builds a {@link Conv2d} from {@code nn.Conv2d}'s parameters.
 *
 * <p>Five methods go beyond PyTorch and say so: {@link #paddingSides}, {@link #paddingSameUpper}, {@link #paddingSameLower},
 * {@link #circularRepeats} and {@link #paddingMode(PaddingMode, PaddingMode)}. Without them a layer is refused wherever PyTorch refuses it.
 *
 * <p>{@code inChannels}, {@code outChannels} and {@code kernelSize} have no default. A size given as one int holds for
 * both axes; of two, the first is the height. Sizes are counted in pixels, channels in planes. The setters take any
 * number; {@link #build()} refuses what is outside its limits. The builder may be used again after that; it is not safe for
 * use by several threads at once.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">torch.nn.Conv2d</a>
 */
public final class Conv2dBuilder {
    private int inChannels;
    private boolean inChannelsGiven;
    private int outChannels;
    private boolean outChannelsGiven;
    private int kernelHeight;
    private int kernelWidth;
    private boolean kernelGiven;
    private int strideHeight = 1;
    private int strideWidth = 1;
    private int paddingTop;
    private int paddingLeft;
    private int paddingBottom;
    private int paddingRight;
    private PaddingWord paddingWord = PaddingWord.AMOUNT;
    private int dilationHeight = 1;
    private int dilationWidth = 1;
    private int groups = 1;
    private boolean bias = true;
    private PaddingMode heightMode = PaddingMode.ZEROS;
    private PaddingMode widthMode = PaddingMode.ZEROS;
    private boolean circularRepeats;
    private Accuracy accuracy = Accuracy.EXACT;
    private Activation activation = Activation.none();
    private float[] weight;
    private float[] biasValues;
    private boolean weightGiven;
    private boolean biasGiven;
    private long seed;
    private int parallelism = Conv2d.POOL_PARALLELISM;

    Conv2dBuilder() {}

    /**
     * PyTorch's {@code in_channels}.
     *
     * @param inChannels planes in the input, positive and divisible by {@code groups}
     * @return this builder
     */
    public Conv2dBuilder inChannels(int inChannels) {
        this.inChannels = inChannels;
        this.inChannelsGiven = true;
        return this;
    }

    /**
     * PyTorch's {@code out_channels}.
     *
     * @param outChannels planes in the output, positive and divisible by {@code groups}
     * @return this builder
     */
    public Conv2dBuilder outChannels(int outChannels) {
        this.outChannels = outChannels;
        this.outChannelsGiven = true;
        return this;
    }

    /**
     * PyTorch's {@code kernel_size} of one number.
     *
     * @param size rows and columns of the window, positive
     * @return this builder
     */
    public Conv2dBuilder kernelSize(int size) {
        return kernelSize(size, size);
    }

    /**
     * PyTorch's {@code kernel_size}.
     *
     * @param height rows of the window, positive
     * @param width columns of the window, positive
     * @return this builder
     */
    public Conv2dBuilder kernelSize(int height, int width) {
        kernelHeight = height;
        kernelWidth = width;
        kernelGiven = true;
        return this;
    }

    /**
     * PyTorch's {@code stride} of one number; 1 by default.
     *
     * @param stride pixels between neighbouring windows, down and across, positive
     * @return this builder
     */
    public Conv2dBuilder stride(int stride) {
        return stride(stride, stride);
    }

    /**
     * PyTorch's {@code stride}.
     *
     * @param height rows between neighbouring windows, positive
     * @param width columns between neighbouring windows, positive
     * @return this builder
     */
    public Conv2dBuilder stride(int height, int width) {
        strideHeight = height;
        strideWidth = width;
        return this;
    }

    /**
     * PyTorch's {@code padding} of one number; 0 by default.
     *
     * @param padding rows added above and as many below, columns added on the left and as many on the right; not negative
     * @return this builder
     */
    public Conv2dBuilder padding(int padding) {
        return padding(padding, padding);
    }

    /**
     * PyTorch's {@code padding}.
     *
     * @param height rows added above, and as many below; not negative
     * @param width columns added on the left, and as many on the right; not negative
     * @return this builder
     */
    public Conv2dBuilder padding(int height, int width) {
        return paddingSides(height, width, height, width);
    }

    /**
     * Padding by name: {@code "valid"} is none, {@code "same"} gives an output of the input's size and needs stride 1.
     *
     * <p>With {@code "same"}, {@code dilation * (kernelSize - 1)} rows and columns are added; an odd number puts the
     * larger half at the bottom and right.
     *
     * @param padding {@code "same"} or {@code "valid"}
     * @return this builder
     * @throws IllegalArgumentException for any other word, or null
     */
    public Conv2dBuilder padding(String padding) {
        return padding(Validator.paddingWord(padding));
    }

    private Conv2dBuilder padding(PaddingWord word) {
        paddingSides(0, 0, 0, 0);
        paddingWord = word;
        return this;
    }

    /**
     * A padding of its own for each side. Not in PyTorch, whose layers pad both sides of an axis alike: ONNX's
     * {@code pads}, in its order. ({@code F.pad} has another one: left, right, top, bottom.)
     *
     * @param top rows added above, not negative
     * @param left columns added on the left, not negative
     * @param bottom rows added below, not negative
     * @param right columns added on the right, not negative
     * @return this builder
     */
    public Conv2dBuilder paddingSides(int top, int left, int bottom, int right) {
        paddingTop = top;
        paddingLeft = left;
        paddingBottom = bottom;
        paddingRight = right;
        paddingWord = PaddingWord.AMOUNT;
        return this;
    }

    /**
     * 'Same' for any stride: an output of the input's size divided by the stride, rounded up. Not in PyTorch, which refuses
     * a stride with {@code "same"}: ONNX's {@code auto_pad} of {@code SAME_UPPER}, and {@code "SAME"} of TensorFlow and Keras.
     *
     * <p>An axis of {@code size} pixels gets {@code max(0, (ceil(size / stride) - 1) * stride + dilation * (kernelSize - 1) + 1
     * - size)} of padding in all; of an odd number the larger half goes to the bottom and right.
     *
     * @return this builder
     */
    public Conv2dBuilder paddingSameUpper() {
        return padding(PaddingWord.SAME_UPPER);
    }

    /**
     * As {@link #paddingSameUpper}, but of an odd number the larger half goes to the top and left. Not in PyTorch: ONNX's
     * {@code auto_pad} of {@code SAME_LOWER}.
     *
     * @return this builder
     */
    public Conv2dBuilder paddingSameLower() {
        return padding(PaddingWord.SAME_LOWER);
    }

    /**
     * PyTorch's {@code dilation} of one number; 1, the default, is a dense kernel.
     *
     * @param dilation pixels between neighbouring taps, down and across, positive
     * @return this builder
     */
    public Conv2dBuilder dilation(int dilation) {
        return dilation(dilation, dilation);
    }

    /**
     * PyTorch's {@code dilation}.
     *
     * @param height rows between neighbouring taps, positive
     * @param width columns between neighbouring taps, positive
     * @return this builder
     */
    public Conv2dBuilder dilation(int height, int width) {
        dilationHeight = height;
        dilationWidth = width;
        return this;
    }

    /**
     * PyTorch's {@code groups}: blocks the channels are divided into; 1 by default. Block {@code g} of the output
     * reads block {@code g} of the input only. With {@code groups == inChannels} the layer is depthwise.
     *
     * @param groups number of blocks, positive; it divides both channel counts
     * @return this builder
     */
    public Conv2dBuilder groups(int groups) {
        this.groups = groups;
        return this;
    }

    /**
     * PyTorch's {@code bias}; true by default.
     *
     * @param bias whether each output channel starts from a bias; false also drops one given before
     * @return this builder
     */
    public Conv2dBuilder bias(boolean bias) {
        this.bias = bias;
        if (!bias) {
            biasGiven = false;
            biasValues = null;
        }
        return this;
    }

    /**
     * PyTorch's {@code padding_mode}; zeros by default.
     *
     * @param paddingMode what a tap reads outside the image, not null
     * @return this builder
     */
    public Conv2dBuilder paddingMode(PaddingMode paddingMode) {
        return paddingMode(paddingMode, paddingMode);
    }

    /**
     * A padding mode of its own for each axis: circular across and zeros down suits panoramas and grids of latitude and
     * longitude. Not in PyTorch, where it takes an {@code F.pad} for each axis before a layer without padding.
     *
     * <p>A corner is the composition of both axes: where either reads zeros, it is 0.
     *
     * @param heightMode what a tap reads above and below the image, not null
     * @param widthMode what a tap reads left and right of the image, not null
     * @return this builder
     */
    public Conv2dBuilder paddingMode(PaddingMode heightMode, PaddingMode widthMode) {
        this.heightMode = heightMode;
        this.widthMode = widthMode;
        return this;
    }

    /**
     * Whether circular padding may be larger than the image, and then goes round it more than once; false by default. Not in
     * PyTorch, which refuses that: NumPy's {@code pad} in mode {@code "wrap"}.
     *
     * @param circularRepeats true to allow any amount; reflected padding keeps its limit
     * @return this builder
     */
    public Conv2dBuilder circularRepeats(boolean circularRepeats) {
        this.circularRepeats = circularRepeats;
        return this;
    }

    /**
     * PyTorch's {@code padding_mode}, by its name there.
     *
     * @param torchName {@code zeros}, {@code reflect}, {@code replicate} or {@code circular}
     * @return this builder
     * @throws IllegalArgumentException for any other name
     */
    public Conv2dBuilder paddingMode(String torchName) {
        return paddingMode(PaddingMode.of(torchName));
    }

    /**
     * The weights of shape {@code (outChannels, inChannels/groups, kernelHeight, kernelWidth)}, row-major, as in a
     * {@code state_dict}; copied by {@link #build()}. Either {@link #bias(float[])} or {@code bias(false)} goes with it.
     *
     * <p>Without weights, {@link #build()} draws weights and bias as PyTorch does by default: uniform within
     * {@code 1/sqrt(fanIn)} of 0, {@code fanIn = inChannels/groups * kernelHeight * kernelWidth}.
     *
     * @param weight {@code outChannels * inChannels/groups * kernelHeight * kernelWidth} floats
     * @return this builder
     */
    public Conv2dBuilder weight(float[] weight) {
        this.weight = weight;
        this.weightGiven = true;
        return this;
    }

    /**
     * The bias, as in a {@code state_dict}; copied by {@link #build()}.
     *
     * @param bias one float an output channel
     * @return this builder
     */
    public Conv2dBuilder bias(float[] bias) {
        this.biasValues = bias;
        this.biasGiven = true;
        this.bias = true;
        return this;
    }

    /**
     * Seed of the default weights and bias; 0 by default. The numbers are not PyTorch's of the same seed.
     *
     * @param seed any number; the same one gives the same layer on every machine
     * @return this builder
     */
    public Conv2dBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * What the layer promises about its rounding; {@link Accuracy#EXACT} by default.
     *
     * @param accuracy EXACT, or FAST for more speed, not null
     * @return this builder
     */
    public Conv2dBuilder accuracy(Accuracy accuracy) {
        this.accuracy = accuracy;
        return this;
    }

    /**
     * What the layer applies to each of its outputs, as the module behind an {@code nn.Conv2d} does;
     * {@link Activation#none} by default.
     *
     * @param activation such as {@code Activation.relu()}, not null
     * @return this builder
     */
    public Conv2dBuilder activation(Activation activation) {
        this.activation = activation;
        return this;
    }

    /**
     * The most threads one {@code forward} uses, the caller's included; 1 means no tasks at all. By default all of the
     * pool it runs in: the caller's {@link java.util.concurrent.ForkJoinPool} if called from one, else the common pool.
     *
     * @param parallelism threads, positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Conv2dBuilder parallelism(int parallelism) {
        this.parallelism = Validator.parallelism(parallelism);
        return this;
    }

    /**
     * Checks the parameters and builds the layer.
     *
     * @return a layer of its own copies of weight and bias
     * @throws IllegalArgumentException naming parameter, value and limit, if a parameter is missing or outside its
     *     limits, if {@code groups} does not divide the channels, if padding {@code "same"} meets a stride above 1, or
     *     if weights or bias are null or of another length
     */
    public Conv2d build() {
        LayerSpec layer = Validator.layer(new LayerSpec(
                Validator.given("inChannels", inChannels, inChannelsGiven),
                Validator.given("outChannels", outChannels, outChannelsGiven),
                Validator.given("kernelSize", kernelHeight, kernelGiven),
                kernelWidth,
                strideHeight,
                strideWidth,
                new Padding(
                        paddingWord,
                        paddingTop,
                        paddingLeft,
                        paddingBottom,
                        paddingRight,
                        heightMode,
                        widthMode,
                        circularRepeats),
                dilationHeight,
                dilationWidth,
                groups,
                accuracy,
                activation));
        Validator.biasDecided(weightGiven, biasGiven, bias);
        if (weightGiven) {
            float[] weights = Validator.weight(layer, weight).clone();
            return new Conv2d(
                    layer,
                    weights,
                    biasGiven ? Validator.bias(layer, biasValues).clone() : null,
                    parallelism);
        }
        UniformInit init = new UniformInit(layer, seed);
        float[] weights = init.next((int) layer.weightLength());
        return new Conv2d(layer, weights, bias ? init.next(outChannels) : null, parallelism);
    }
}
