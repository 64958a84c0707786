// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.Accuracy;
import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import io.github.jconv.oracle.WinogradBound;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.incubator.vector.FloatVector;

/**
 * The program of {@link InterpretedKernelsVectorApiTest}: each kernel and tile on each line given, against the oracle;
 * and Winograd, whose bits are printed.
 */
final class InterpretedKernels {
    private static final List<String> WINOGRAD = List.of(
            "n1g1_ic3ih9iw21_oc9_kh3kw3_s1x1_p1x1_d1x1_replicate_b1_seed1",
            "n1g1_ic3ih9iw21_oc9_kh5kw5_s1x1_p2x2_d1x1_replicate_b1_seed1",
            "n1g1_ic3ih9iw21_oc9_kh3kw3_s1x1_p2x3_d2x3_zeros_b1_seed1");

    private InterpretedKernels() {}

    /** Prints lanes, the kernels that ran, and Winograd's bits. */
    public static void main(String[] lines) {
        // An interpreting JVM has vectors, though jconv would not use them there.
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        Platform platform =
                new Platform(true, lanes, 16, 2, true, Runtime.version().feature());
        Set<String> ran = new TreeSet<>();
        for (String line : lines) {
            run(ConvCase.parse(line), platform, ran);
        }
        System.out.println(lanes + " lanes, " + ran + ", winograd " + winograd(lanes));
    }

    private static void run(ConvCase c, Platform platform, Set<String> ran) {
        Geometry g = CaseGeometry.of(c);
        Weights weights = new Weights(g.layer(), c.weight(), c.biasValues());
        float[] expected = Oracle.forward(c);
        for (Kernel kernel : Kernels.ALL) {
            if (kernel.accepts(g, platform)) {
                ran.add(kernel.name());
                for (Layout layout : GuardedRun.layouts(kernel, g, platform)) {
                    Plan plan = new Plan(g, kernel, layout, platform.lanes(), 1, false, 1, 1);
                    float[] y = new float[expected.length];
                    Executor.run(plan, weights, c.input(), 0, y, 0);
                    assertBits(c, kernel.name() + " " + layout.tile() + ", interpreted", expected, y);
                }
            }
        }
    }

    /** What Winograd's outputs are, as one number that depends on every bit but the sign of zero. */
    static String winograd(int lanes) {
        int bits = 0;
        for (String line : WINOGRAD) {
            bits = 31 * bits + winograd(ConvCase.parse(line), lanes);
        }
        return Integer.toHexString(bits);
    }

    private static int winograd(ConvCase c, int lanes) {
        Geometry g = Geometry.of(CaseGeometry.layer(c, Accuracy.FAST), c.n(), c.ih(), c.iw());
        Kernel kernel = new WinogradKernel();
        Layout layout = kernel.layout(g, new Platform(true, lanes, 32, 1, true, 25));
        Plan plan = new Plan(g, kernel, layout, lanes, 1, false, 1, 1);
        float[] y = new float[g.outImage()];
        Executor.run(plan, new Weights(g.layer(), c.weight(), c.biasValues()), c.input(), 0, y, 0);
        new WinogradBound(c).check("winograd", y);
        for (int i = 0; i < y.length; i++) {
            y[i] += 0f;
        }
        return Arrays.hashCode(y);
    }
}
