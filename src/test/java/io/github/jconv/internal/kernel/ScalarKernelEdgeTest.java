// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The last outputs of a plane as long as an array can be, written to a short one that holds only them. */
class ScalarKernelEdgeTest {
    private static final int PLANE = Integer.MAX_VALUE - 8;
    private static final int OUTPUTS = 1000;

    @Test
    void theLastBlockOfTheLargestPlane() {
        int padding = (PLANE - 1) / 2;
        ConvCase c = ConvCase.parse("n1g1_ic1ih1iw1_oc1_kh1kw1_s1x1_p%sx0_d1x1_replicate_b0_seed1".formatted(padding));
        Geometry g = CaseGeometry.of(c);
        Kernel kernel = new ScalarKernel();
        Layout layout = kernel.layout(g, Platform.current());
        Plan plan = new Plan(g, kernel, layout, 1, 1, false, 1, 1);
        float[] y = new float[OUTPUTS];
        Weights weights = new Weights(g.layer(), new float[] {2}, null);
        ImageCall call = new ImageCall(weights, new float[] {3}, 0, y, OUTPUTS - PLANE, null);
        kernel.compute(plan, call, 0, 1, PLANE - OUTPUTS, PLANE, new Scratch());
        float[] sixes = new float[OUTPUTS];
        Arrays.fill(sixes, 6);
        assertArrayEquals(sixes, y);
    }
}
