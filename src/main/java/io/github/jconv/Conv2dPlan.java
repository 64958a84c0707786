// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import java.util.Arrays;
import java.util.List;

/**
 * How a layer computes an input of one shape: what {@link Conv2d#plan} reports. Printed, it tells all of this, a line
 * each.
 *
 * @param layer PyTorch's repr of the layer
 * @param activation PyTorch's repr of what is applied to each output, such as {@code ReLU()}; {@code Identity()} if nothing
 *     is
 * @param inputShape shape of the input, (N, C, H, W) or unbatched (C, H, W)
 * @param kernel name of the kernel, such as {@code pointwise}
 * @param tile outputs a micro-kernel call holds in registers, such as {@code 3x3}: 3 output channels by 3 vectors of
 *     output pixels, or the other way round if the lanes run along channels; {@code 1x1} for the scalar kernel
 * @param lanesAlong what the lanes of a vector are: {@code pixels} or {@code channels}
 * @param lanes floats of a vector
 * @param threads the most threads it uses
 * @param slices pieces the work of one image is cut into
 * @param outputShape shape of the output, of as many sizes as the input's
 * @param parameters floats of weight and bias
 * @param multiplyAdds multiply-adds of the whole forward, one a tap of an output, in the padding or not
 * @param receptiveHeight input rows one output sees
 * @param receptiveWidth input columns one output sees
 * @param bytesMoved bytes of input, weight, bias and output, each counted once
 * @param scratchBytes bytes of working memory that a forward between arrays of NCHW borrows at most: the padded copy of an
 *     image, or of a block of it for each thread, and what slices gather; shared by all layers, and kept for the next forward
 * @param packedWeightBytes bytes of the copy of weights and bias in the order the kernel reads them, made by the first
 *     forward and kept with the layer; 0 if it reads them as they are
 */
public record Conv2dPlan(
        String layer,
        String activation,
        List<Integer> inputShape,
        String kernel,
        String tile,
        String lanesAlong,
        int lanes,
        int threads,
        int slices,
        List<Integer> outputShape,
        long parameters,
        long multiplyAdds,
        long receptiveHeight,
        long receptiveWidth,
        long bytesMoved,
        long scratchBytes,
        long packedWeightBytes) {

    static Conv2dPlan of(Conv2d conv, Plan plan, int[] inputShape, int[] outputShape) {
        Geometry g = plan.geometry();
        long parameters = conv.parameterCount();
        long floats = (long) g.n() * g.inImage() + (long) g.n() * g.outImage() + parameters;
        return new Conv2dPlan(
                conv.toString(),
                conv.activation().toString(),
                sizes(inputShape),
                plan.kernel().name(),
                plan.tile().toString(),
                plan.layout().axis().alongPixels() ? "pixels" : "channels",
                plan.lanes(),
                plan.threads(),
                plan.slices(),
                sizes(outputShape),
                parameters,
                g.multiplyAdds(),
                g.layer().windowHeight(),
                g.layer().windowWidth(),
                Float.BYTES * floats,
                Float.BYTES * plan.scratchFloats(),
                Float.BYTES * plan.packedFloats());
    }

    private static List<Integer> sizes(int[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    /**
     * The most memory that a forward needs beyond the layer as it was built, input and output, once the JVM has compiled
     * its code: scratch and packed weights. With {@link Accuracy#EXACT} that is no more than about the padded input and the
     * weights. It holds for forwards from an array to an array in NCHW; from or to buffers or NHWC each thread needs some
     * hundred kilobytes more, and dilated layers may need the padded input where they do not here.
     *
     * @return bytes
     */
    public long peakExtraBytes() {
        return scratchBytes + packedWeightBytes;
    }

    /** {@return floating-point operations a byte moved, two for each multiply-add} */
    public double arithmeticIntensity() {
        return bytesMoved == 0 ? 0 : 2.0 * multiplyAdds / bytesMoved;
    }

    /** {@return all of the plan, a line each: what the command {@code explain} prints} */
    @Override
    public String toString() {
        return PlanText.of(this);
    }
}
