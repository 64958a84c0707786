// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jconv.internal.platform.Platform;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a JVM started without {@code --add-modules jdk.incubator.vector}. */
@Tag("no-module")
class NoModuleTest {
    @Test
    void theModuleIsNotThere() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("jdk.incubator.vector.FloatVector"));
        assertFalse(Platform.current().vectors());
        assertEquals(1, Platform.current().lanes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n2g1_ic16ih20iw17_oc24_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1",
                "n1g1_ic16ih20iw17_oc24_kh1kw1_s1x1_p0x0_d1x1_zeros_b0_seed2",
                "ug16_ic16ih20iw17_oc32_kh3kw5_s2x1_p1x2_d1x1_circular_b1_seed3",
            })
    void theScalarKernelTakesOver(String line) {
        ConvCase c = ConvCase.parse(line);
        Conv2d conv = c.builder().build();
        Conv2dPlan plan = conv.plan(c.shape());
        assertEquals("scalar", plan.kernel());
        assertEquals(1, plan.lanes());
        assertBits(c, "without the module", Oracle.forward(c), conv.forward(c.input(), c.shape()));
        Conv2d fast = c.builder().accuracy(Accuracy.FAST).build();
        assertBits(c, "FAST without the module", Oracle.forward(c), fast.forward(c.input(), c.shape()));
    }
}
