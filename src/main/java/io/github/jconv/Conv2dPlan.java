package io.github.jconv;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a layer computes an input of one shape: what {@link Conv2d#plan} reports.
 *
 * @param kernel name of the kernel, such as {@code pointwise}
 * @param tile outputs a micro-kernel call holds in registers, such as {@code 3x3}: 3 output channels by 3 vectors of
 *     output pixels, or the other way round if the lanes run along channels; {@code 1x1} for the scalar kernel
 * @param lanesAlong what the lanes of a vector are: {@code pixels} or {@code channels}
 * @param lanes floats of a vector
 * @param threads the most threads it uses
 * @param slices pieces the work of one image is cut into
 * @param outputShape shape of the output
 * @param parameters floats of weight and bias
 * @param multiplyAdds multiply-adds of the whole forward
 * @param receptiveHeight input rows one output sees
 * @param receptiveWidth input columns one output sees
 * @param bytesMoved bytes of input, weight, bias and output, each counted once
 * @param scratchBytes extra memory of a forward at most: padded input and panels
 */
public record Conv2dPlan(
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
        long scratchBytes) {

    static Conv2dPlan of(Plan plan, boolean bias, int[] outputShape) {
        Geometry g = plan.geometry();
        long parameters = g.layer().weightLength() + (bias ? g.layer().outChannels() : 0);
        long floats = (long) g.n() * g.inImage() + (long) g.n() * g.outImage() + parameters;
        return new Conv2dPlan(
                plan.kernel().name(),
                plan.tile().toString(),
                plan.layout().axis().name().toLowerCase(Locale.ROOT),
                plan.lanes(),
                plan.threads(),
                plan.slices(),
                Arrays.stream(outputShape).boxed().toList(),
                parameters,
                g.multiplyAdds(),
                g.layer().windowHeight(),
                g.layer().windowWidth(),
                Float.BYTES * floats,
                Float.BYTES * plan.scratchFloats());
    }

    /** Floating-point operations a byte moved, two for each multiply-add. */
    public double arithmeticIntensity() {
        return bytesMoved == 0 ? 0 : 2.0 * multiplyAdds / bytesMoved;
    }
}
