// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static io.github.jconv.oracle.BitEquality.assertBits;

import io.github.jconv.internal.exec.Executor;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.util.Set;
import java.util.TreeSet;
import jdk.incubator.vector.FloatVector;

/** The program of {@link InterpretedKernelsVectorApiTest}: each kernel and tile on each line given, against the oracle. */
final class InterpretedKernels {
    private InterpretedKernels() {}

    /** Prints the kernels that ran. */
    public static void main(String[] lines) {
        // An interpreting JVM has vectors, though jconv would not use them there.
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        Platform platform =
                new Platform(true, lanes, 16, true, Runtime.version().feature());
        Set<String> ran = new TreeSet<>();
        for (String line : lines) {
            ConvCase c = ConvCase.parse(line);
            Geometry g = CaseGeometry.of(c);
            for (Kernel kernel : Kernels.ALL) {
                if (kernel.accepts(g, platform)) {
                    ran.add(kernel.name());
                    for (Layout layout : GuardedRun.layouts(kernel, g, platform)) {
                        Plan plan = new Plan(g, kernel, layout, lanes, 1, false, 1, 1);
                        float[] expected = Oracle.forward(c);
                        float[] y = new float[expected.length];
                        Weights weights = new Weights(g.layer(), c.weight(), c.biasValues());
                        Executor.run(plan, weights, c.input(), 0, y, 0);
                        assertBits(c, kernel.name() + " " + layout.tile() + ", interpreted", expected, y);
                    }
                }
            }
        }
        System.out.println(ran);
    }
}
