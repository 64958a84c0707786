// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.ExtendedCases;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** The exactness contract: every kernel, tile, tail and slicing gives the oracle's bits. */
@Tag("bits")
class KernelBitsTest {
    @Property(tries = 800, edgeCases = EdgeCasesMode.NONE)
    void generalCases(@ForAll(supplier = ConvCases.General.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void pointwiseCases(@ForAll(supplier = ConvCases.Pointwise.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void depthwiseCases(@ForAll(supplier = ConvCases.Depthwise.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void casesOfPaddingThatPyTorchHasNot(@ForAll(supplier = ExtendedCases.Any.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void deepCases(@ForAll(supplier = ConvCases.Deep.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void largeCases(@ForAll(supplier = ConvCases.Large.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void fusedCases(@ForAll(supplier = ConvCases.Fused.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void fusedDeepCases(@ForAll(supplier = ConvCases.FusedDeep.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void fusedLargeCases(@ForAll(supplier = ConvCases.FusedLarge.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void fusedCasesOfPaddingThatPyTorchHasNot(@ForAll(supplier = ExtendedCases.Fused.class) ConvCase c) {
        GuardedRun.everyKernel(c);
    }
}
