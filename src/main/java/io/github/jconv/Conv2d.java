// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.jfr.Recording;
import io.github.jconv.internal.kernel.Access;
import io.github.jconv.internal.kernel.Plan;
import io.github.jconv.internal.kernel.Weights;
import io.github.jconv.internal.planner.ColdStart;
import io.github.jconv.internal.planner.PlanCache;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.internal.validate.CallValidator;
import io.github.jconv.internal.validate.Validator;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.FloatBuffer;

/**
 * A 2-D convolution with the parameters, the semantics and the defaults of PyTorch's {@code nn.Conv2d}, on the CPU.
 *
 * <pre>{@code
 * Conv2d conv = Conv2d.builder()
 *         .inChannels(3).outChannels(16).kernelSize(3).padding(1)
 *         .weight(weight).bias(bias)
 *         .build();
 * float[] output = conv.forward(image, 1, 3, 224, 224);  // (1, 16, 224, 224)
 * }</pre>
 *
 * <p>It is a cross-correlation: the kernel is not flipped. Inputs and outputs are row-major {@code float[]} or
 * {@code FloatBuffer}s of shape (N, C, H, W), or unbatched (C, H, W); those of a call that says
 * {@link DataLayout#NHWC}, (N, H, W, C) or (H, W, C). Every output is the bias plus one fused multiply-add a tap, in the order input
 * channel, kernel row, kernel column, over the padded input; so the result is the same to the bit on every machine,
 * vector width, thread count and batch size. A layer of {@link Accuracy#FAST} gives that up for speed, within a bound.
 *
 * <p>A layer is immutable, safe to share between threads, serialisable, and holds nothing that must be closed.
 *
 * <p>It is fast in a JVM started with {@code --add-modules jdk.incubator.vector}, and gives the same bits without.
 *
 * <p>Where a method says that a warm call allocates nothing, there is one exception: the compiler of JDK 17 now and then
 * boxes vectors of {@link Accuracy#FAST}, of depthwise layers of 7x7 pixels, and of HardSwish, SiLU, sigmoid and tanh.
 *
 * <p>A {@code forward} takes no notice of {@link Thread#interrupt}: it computes to its end and leaves the status set. An
 * exception or {@code Error} in one of its slices, such as {@code OutOfMemoryError}, reaches the caller once, after all
 * slices that had begun have ended; the output's region then has unspecified content, and the layer goes on working.
 *
 * <p>A serialised layer is read by later versions. What no builder makes is refused by {@code InvalidObjectException};
 * against array lengths that lie, readers of streams that others may have written need a
 * {@link java.io.ObjectInputFilter}. docs/failures.md has one.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">torch.nn.Conv2d</a>
 */
public final class Conv2d implements Serializable {
    private static final long serialVersionUID = 1;

    /** Stands for "as many threads as the pool has". */
    static final int POOL_PARALLELISM = 0;

    private final transient LayerSpec layer;
    private final transient Weights weights;
    private final transient int parallelism;
    private final transient PlanCache plans;

    /** Of validated parameters; the arrays are the layer's own from here on. */
    Conv2d(LayerSpec layer, float[] weight, float[] bias, int parallelism) {
        this.layer = layer;
        this.weights = new Weights(layer, weight, bias);
        this.parallelism = parallelism;
        this.plans = new PlanCache(Platform.current(), this::toString);
    }

    /** {@return a builder with {@code nn.Conv2d}'s defaults} */
    public static Conv2dBuilder builder() {
        return new Conv2dBuilder();
    }

    /** {@return a builder that takes the attributes of an ONNX {@code Conv} node, with that operator's defaults} */
    public static OnnxConvBuilder onnx() {
        return new OnnxConvBuilder();
    }

    /**
     * Computes the layer into a new array.
     *
     * @param input all of the input, row-major
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @return the output, row-major, of shape {@link #outputShape}
     * @throws IllegalArgumentException if the layer does not take that shape, or the input is null or has another length
     */
    public float[] forward(float[] input, int... shape) {
        return forward(DataLayout.NCHW, input, shape);
    }

    /**
     * Computes the layer and adds a residual before the activation, {@code activation(conv(input) + residual)}, into a new
     * array: how a residual block ends.
     *
     * @param input all of the input, row-major
     * @param residual all of what is added, of the output's shape, row-major
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @return the output, row-major, of shape {@link #outputShape}
     * @throws IllegalArgumentException if the layer does not take that shape, or input or residual is null or has another
     *     length
     */
    public float[] forwardAdd(float[] input, float[] residual, int... shape) {
        Plan known = plans.find(shape, threads());
        Geometry geometry = geometry(known, DataLayout.NCHW, shape);
        CallValidator.wholeInput(input, geometry);
        CallValidator.wholeResidual(residual, geometry);
        float[] output = new float[geometry.n() * geometry.outImage()];
        run(Access.IN_PLACE, known, geometry, input, null, 0, residual, 0, output, null, 0);
        return output;
    }

    /**
     * Computes the layer from a region of one array into a region of another. A warm call allocates nothing on one thread,
     * and no more than its tasks on several.
     *
     * @param input holds the input, row-major
     * @param inputOffset index in {@code input} of the first image's first float
     * @param output receives the output, row-major, of shape {@link #outputShape}
     * @param outputOffset index in {@code output} where it begins
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @throws IllegalArgumentException if the layer does not take that shape, a region passes the end of its array, or
     *     the regions overlap in the same array; then nothing is written
     */
    public void forward(float[] input, int inputOffset, float[] output, int outputOffset, int... shape) {
        forward(DataLayout.NCHW, input, inputOffset, output, outputOffset, shape);
    }

    /**
     * Computes the layer from one buffer into another, heap or direct, from position to limit; positions and limits stay.
     * A direct buffer is read and written in pieces that fit the cache, but where an image of an array would be staged as a
     * whole, too. A warm call allocates nothing on one thread, and no more than its tasks on several. A {@code MemorySegment} comes in through {@code asByteBuffer()}.
     *
     * @param input holds the input, row-major, in the machine's byte order
     * @param output receives the output, row-major, of shape {@link #outputShape}, in the machine's byte order
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @throws IllegalArgumentException if the layer does not take that shape, a buffer is null, has another number of
     *     remaining elements or another byte order, the output is read-only, or both are the same buffer or overlap in an
     *     array that both tell of ({@code hasArray}); then nothing is written. Where one is direct, read-only or a view of
     *     a {@code ByteBuffer}, Java does not say whether they overlap: they must not
     */
    public void forward(FloatBuffer input, FloatBuffer output, int... shape) {
        forward(DataLayout.NCHW, input, output, shape);
    }

    /**
     * Computes the layer on an input of another layout into a new array of that layout. The floats have the same bits in
     * every layout.
     *
     * @param layout the order of the input's and the output's floats
     * @param input all of the input, row-major
     * @param shape the input's shape in that order: for NHWC (N, H, W, C) or unbatched (H, W, C)
     * @return the output, row-major, of shape {@link #outputShape(DataLayout, int...)}
     * @throws IllegalArgumentException if the layer does not take that shape, or an argument is null or has another length
     */
    public float[] forward(DataLayout layout, float[] input, int... shape) {
        Access access = inArrays(layout);
        Plan known = plans.find(access, shape, threads());
        Geometry geometry = geometry(known, layout, shape);
        CallValidator.wholeInput(input, geometry);
        float[] output = new float[geometry.n() * geometry.outImage()];
        run(access, known, geometry, input, null, 0, null, 0, output, null, 0);
        return output;
    }

    /**
     * Computes the layer from a region of one array into a region of another, both of a given layout. A warm call allocates
     * nothing on one thread, and no more than its tasks on several.
     *
     * @param layout the order of the input's and the output's floats
     * @param input holds the input, row-major
     * @param inputOffset index in {@code input} of the first image's first float
     * @param output receives the output, row-major, of shape {@link #outputShape(DataLayout, int...)}
     * @param outputOffset index in {@code output} where it begins
     * @param shape the input's shape in that order: for NHWC (N, H, W, C) or unbatched (H, W, C)
     * @throws IllegalArgumentException as {@link #forward(float[], int, float[], int, int...)}, or if the layout is null
     */
    public void forward(
            DataLayout layout, float[] input, int inputOffset, float[] output, int outputOffset, int... shape) {
        Access access = inArrays(layout);
        Plan known = plans.find(access, shape, threads());
        Geometry geometry = geometry(known, layout, shape);
        CallValidator.regions(input, inputOffset, output, outputOffset, geometry);
        run(access, known, geometry, input, null, inputOffset, null, 0, output, null, outputOffset);
    }

    /**
     * Computes the layer from one buffer into another, both of a given layout.
     *
     * @param layout the order of the input's and the output's floats
     * @param input holds the input, row-major, in the machine's byte order
     * @param output receives the output, row-major, of shape {@link #outputShape(DataLayout, int...)}, in the machine's byte
     *     order
     * @param shape the input's shape in that order: for NHWC (N, H, W, C) or unbatched (H, W, C)
     * @throws IllegalArgumentException as {@link #forward(FloatBuffer, FloatBuffer, int...)}, or if the layout is null
     */
    public void forward(DataLayout layout, FloatBuffer input, FloatBuffer output, int... shape) {
        boolean inArrays = input != null && input.hasArray() && output != null && output.hasArray();
        Access access = inArrays || layout == DataLayout.NHWC ? inArrays(layout) : Access.NCHW;
        Plan known = plans.find(access, shape, threads());
        Geometry geometry = geometry(known, layout, shape);
        CallValidator.buffers(input, output, geometry);
        boolean fromArray = input.hasArray();
        boolean toArray = output.hasArray();
        run(
                access,
                known,
                geometry,
                fromArray ? input.array() : null,
                fromArray ? null : input,
                input.position() + (fromArray ? input.arrayOffset() : 0),
                null,
                0,
                toArray ? output.array() : null,
                toArray ? null : output,
                output.position() + (toArray ? output.arrayOffset() : 0));
    }

    /**
     * Computes the layer from a region of one array, adds a residual before the activation, {@code activation(conv(input) +
     * residual)}, and writes to a region. The addition is rounded once, after the layer's own sum. A warm call allocates
     * nothing on one thread, and no more than its tasks on several.
     *
     * @param input holds the input, row-major
     * @param inputOffset index in {@code input} of the first image's first float
     * @param residual holds what is added, of the output's shape, row-major. It may be the output's own region, which is
     *     then added to in place, and may share floats with the input
     * @param residualOffset index in {@code residual} where it begins
     * @param output receives the output, row-major, of shape {@link #outputShape}
     * @param outputOffset index in {@code output} where it begins
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @throws IllegalArgumentException if the layer does not take that shape, a region passes the end of its array, input
     *     and output overlap in the same array, or residual and output do without being the same region; then nothing is
     *     written
     */
    public void forwardAdd(
            float[] input,
            int inputOffset,
            float[] residual,
            int residualOffset,
            float[] output,
            int outputOffset,
            int... shape) {
        Plan known = plans.find(shape, threads());
        Geometry geometry = geometry(known, DataLayout.NCHW, shape);
        CallValidator.regions(input, inputOffset, output, outputOffset, geometry);
        CallValidator.residual(residual, residualOffset, output, outputOffset, geometry);
        run(
                Access.IN_PLACE,
                known,
                geometry,
                input,
                null,
                inputOffset,
                residual,
                residualOffset,
                output,
                null,
                outputOffset);
    }

    private static Access inArrays(DataLayout layout) {
        return layout == DataLayout.NHWC ? Access.NHWC : Access.IN_PLACE;
    }

    /**
     * Has the JVM compile what a forward on {@code shape} needs, so that the next one runs at full speed. Returns when that
     * is done, in a new process after about a second, on one processor two to five, and leaves no thread behind. It gives up
     * after half a minute a kernel, should the JVM not compile it. Without it the first forwards of a process are several
     * times slower; their results are the same. An interrupt ends the wait and stays set.
     *
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @throws IllegalArgumentException if the layer does not take that shape
     */
    public void warmUp(int... shape) {
        Geometry geometry = CallValidator.geometry(layer, shape);
        if (geometry.n() == 0) {
            return;
        }
        Plan plan = plans.plan(geometry, threads());
        try {
            ColdStart.await(plan, Platform.current());
            float[] input = new float[geometry.n() * geometry.inImage()];
            float[] output = new float[geometry.n() * geometry.outImage()];
            ColdStart.settle(plan, () -> forward(input, 0, output, 0, shape));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The plan is looked up before any object is made, so that a warm forward makes none. */
    private Geometry geometry(Plan known, DataLayout layout, int[] shape) {
        return known != null && layout != null ? known.geometry() : CallValidator.geometry(this.layer, layout, shape);
    }

    private void run(
            Access access,
            Plan known,
            Geometry geometry,
            float[] input,
            FloatBuffer inputBuffer,
            int inputOffset,
            float[] residual,
            int residualOffset,
            float[] output,
            FloatBuffer outputBuffer,
            int outputOffset) {
        if (geometry.n() > 0) {
            Plan plan = known != null ? known : plans.plan(access, geometry, threads());
            Plan serving = ColdStart.serving(plan, Platform.current());
            if (Recording.ofForwards()) {
                Recording.forward(
                        toString(),
                        serving,
                        () -> Executor.run(
                                serving,
                                weights,
                                input,
                                inputBuffer,
                                inputOffset,
                                residual,
                                residualOffset,
                                output,
                                outputBuffer,
                                outputOffset));
            } else {
                Executor.run(
                        serving,
                        weights,
                        input,
                        inputBuffer,
                        inputOffset,
                        residual,
                        residualOffset,
                        output,
                        outputBuffer,
                        outputOffset);
            }
        }
    }

    private int threads() {
        return parallelism == POOL_PARALLELISM ? Executor.poolParallelism() : parallelism;
    }

    /**
     * The output's shape, by PyTorch's formula: {@code H' = floor((H + p - dilation * (kernelSize - 1) - 1) / stride) + 1}
     * with the padding of both sides {@code p}; W' likewise. For 'same' with a stride that is {@code ceil(H / stride)}.
     *
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @return as many sizes as the input's: (N, outChannels, H', W') or (outChannels, H', W')
     * @throws IllegalArgumentException if the layer does not take that shape
     */
    public int[] outputShape(int... shape) {
        return outputShape(DataLayout.NCHW, shape);
    }

    /**
     * The output's shape in a layout.
     *
     * @param layout the order of the sizes
     * @param shape the input's shape in that order: for NHWC (N, H, W, C) or unbatched (H, W, C)
     * @return as many sizes as the input's, in the same order
     * @throws IllegalArgumentException if the layer does not take that shape, or the layout is null
     */
    public int[] outputShape(DataLayout layout, int... shape) {
        Geometry g = CallValidator.geometry(layer, layout, shape);
        int[] image = layout == DataLayout.NHWC
                ? new int[] {g.oh(), g.ow(), layer.outChannels()}
                : new int[] {layer.outChannels(), g.oh(), g.ow()};
        if (shape.length == 3) {
            return image;
        }
        return new int[] {g.n(), image[0], image[1], image[2]};
    }

    /**
     * How this layer computes an input of {@code shape} here, once the JVM has compiled it.
     *
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @return kernel, threads, work and memory; printed, it explains itself
     * @throws IllegalArgumentException if the layer does not take that shape
     */
    public Conv2dPlan plan(int... shape) {
        Geometry geometry = CallValidator.geometry(layer, shape);
        return Conv2dPlan.of(this, plans.plan(geometry, threads()), shape, outputShape(shape));
    }

    /**
     * Multiply-adds of a forward: one for each tap of each output, in the padding or not.
     *
     * @param shape the input's shape, (N, C, H, W) or unbatched (C, H, W)
     * @return their number
     * @throws IllegalArgumentException if the layer does not take that shape
     */
    public long multiplyAdds(int... shape) {
        return CallValidator.geometry(layer, shape).multiplyAdds();
    }

    /** {@return the number of floats in weight and bias} */
    public long parameterCount() {
        return layer.weightLength() + (weights.hasBias() ? layer.outChannels() : 0);
    }

    /** {@return a copy of the weights, of shape (outChannels, inChannels/groups, kernelHeight, kernelWidth), row-major} */
    public float[] weight() {
        return weights.oihw().clone();
    }

    /** {@return a copy of the bias, one float an output channel, or null if the layer has none} */
    public float[] bias() {
        return weights.hasBias() ? weights.bias().clone() : null;
    }

    /** {@return the number of planes in the input} */
    public int inChannels() {
        return layer.inChannels();
    }

    /** {@return the number of planes in the output} */
    public int outChannels() {
        return layer.outChannels();
    }

    /** {@return what the layer applies to each of its outputs} */
    public Activation activation() {
        return layer.activation();
    }

    /**
     * The same layer with another activation.
     *
     * @param activation what it applies to each of its outputs, not null
     * @return a layer of the same weights
     * @throws IllegalArgumentException if {@code activation} is null
     */
    public Conv2d withActivation(Activation activation) {
        float[] bias = weights.hasBias() ? weights.bias() : null;
        return new Conv2d(Validator.layer(layer.with(activation)), weights.oihw(), bias, parallelism);
    }

    /**
     * Folds a batch normalisation that follows this layer into it: PyTorch's {@code nn.BatchNorm2d} in evaluation,
     * {@code (y - mean) / sqrt(variance + eps) * gamma + beta}. For each output channel
     *
     * <pre>
     *   scale  = gamma / sqrt(variance + eps)
     *   weight = weight * scale
     *   bias   = (bias - mean) * scale + beta         bias 0 if this layer has none
     * </pre>
     *
     * <p>are computed in double and rounded to float once. An activation that follows the normalisation is then given by
     * {@link #withActivation}.
     *
     * @param gamma {@code bn.weight}: a factor an output channel; ones if the normalisation is not affine
     * @param beta {@code bn.bias}: a summand an output channel; zeros if it is not affine
     * @param mean {@code bn.running_mean}, one an output channel
     * @param variance {@code bn.running_var}, one an output channel, not negative
     * @param eps {@code bn.eps}, 1e-5 in PyTorch by default; not negative, and positive where a variance is 0
     * @return a layer with a bias whose output is that of this layer followed by the normalisation, but for rounding
     * @throws IllegalArgumentException if an array is null or not of outChannels floats, a variance or {@code eps} is outside
     *     its limits, or this layer has an activation, which the normalisation would follow
     * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">torch.nn.BatchNorm2d</a>
     */
    public Conv2d foldBatchNorm(float[] gamma, float[] beta, float[] mean, float[] variance, double eps) {
        Validator.batchNorm(layer, gamma, beta, mean, variance, eps);
        float[] weight = weights.oihw().clone();
        float[] bias = weights.bias().clone();
        BatchNorm.fold(gamma, beta, mean, variance, eps, weight, bias);
        return new Conv2d(layer, weight, bias, parallelism);
    }

    /**
     * PyTorch's repr of the layer, such as {@code Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))}. What PyTorch has not
     * is written as {@code padding=(top=0, left=1, bottom=2, right=1)}, {@code padding=same_upper}, {@code padding=same_lower},
     * {@code padding_mode=(zeros, circular)} for height and width, and {@code circular_repeats=True}.
     * It does not tell the activation.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return Repr.of(layer, weights.hasBias());
    }

    /**
     * The layer is written as its parameters, weight, bias and parallelism.
     *
     * @return the serialised form, which is validated again when it is read
     */
    private Object writeReplace() {
        return new SerializedConv2d(layer, weights.oihw(), weights.hasBias() ? weights.bias() : null, parallelism);
    }

    /**
     * Refuses a stream that holds the layer itself, as no layer was written so.
     *
     * @param in the stream
     * @throws InvalidObjectException always
     */
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a Conv2d is read through its serialised form");
    }
}
