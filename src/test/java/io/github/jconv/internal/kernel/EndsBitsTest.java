// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.Activation;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The exactness contract from and to arrays and direct buffers, NCHW and NHWC. */
@Tag("bits")
class EndsBitsTest {
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void smallCases(@ForAll(supplier = ConvCases.Any.class) ConvCase c) {
        EndsRun.everyKernel(c);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void smallCasesActivating(@ForAll(supplier = ConvCases.Any.class) ConvCase c, @ForAll boolean relu) {
        EndsRun.everyKernelActivating(c, relu ? Activation.relu() : Activation.silu());
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void deepCases(@ForAll(supplier = ConvCases.Deep.class) ConvCase c) {
        EndsRun.everyKernel(c);
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void largeCases(@ForAll(supplier = ConvCases.Large.class) ConvCase c) {
        EndsRun.everyKernel(c);
    }
}
