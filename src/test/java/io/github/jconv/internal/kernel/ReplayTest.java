// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.After;
import io.github.jconv.oracle.BitEquality;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import io.github.jconv.oracle.WinogradBound;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs the one case whose line a failure printed: {@code -Dtest=ReplayTest -Djconv.case=<line>}. */
@Tag("bits")
@EnabledIfSystemProperty(named = "jconv.case", matches = ".+")
class ReplayTest {
    private final ConvCase c = ConvCase.parse(System.getProperty("jconv.case"));

    @Test
    void theCaseOfTheLine() {
        GuardedRun.everyKernel(c);
    }

    @Test
    void theCaseOfTheLineInFast() {
        Conv2d conv = c.builder().accuracy(Accuracy.FAST).build();
        float[] x = c.input();
        float[] residual = c.residualValues(Oracle.forward(c).length);
        float[] y = residual == null ? conv.forward(x, c.shape()) : conv.forwardAdd(x, residual, c.shape());
        if (!c.equals(c.with(false, After.NOTHING))) {
            assumeTrue(!conv.plan(c.shape()).kernel().equals("winograd"), "by design: the bound is of the sums alone");
        }
        if (conv.plan(c.shape()).kernel().equals("winograd")) {
            new WinogradBound(c).check("FAST", y);
        } else {
            BitEquality.assertBits(c, "FAST", Oracle.forward(c), y);
        }
    }

    /** Worthwhile or not. */
    @Test
    void theCaseOfTheLineByWinograd() {
        boolean window = c.kh() == c.kw() && (c.kh() == 3 || c.kh() == 5);
        boolean strides = c.groups() == 1 && c.sh() == 1 && c.sw() == 1 && c.dh() <= 16 && c.dw() <= 16;
        assumeTrue(Platform.current().vectors() && window && strides && c.n() > 0);
        WinogradKernelVectorApiTest.checkKernel(c);
    }
}
