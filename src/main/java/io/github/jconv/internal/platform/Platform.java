// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.platform;

/**
 * What the planner needs to know of the machine, as plain values: the plan for another machine is a plan on this one
 * with another record.
 *
 * @param vectors whether kernels of {@code jdk.incubator.vector} may be used
 * @param lanes floats of the preferred vector, 1 without vectors
 * @param registers vector registers of the CPU
 * @param fmas multiply-adds of a vector the CPU begins a cycle, as far as is known: only choices rest on it
 * @param fastFma whether {@link Math#fma(float, float, float)} is an instruction
 * @param javaFeature the JDK's feature release: 17, 21, 25
 */
public record Platform(boolean vectors, int lanes, int registers, int fmas, boolean fastFma, int javaFeature) {
    /** This machine. */
    public static Platform current() {
        return Detection.CURRENT;
    }

    /** This platform with its vector kernels switched off. */
    public Platform scalar() {
        return new Platform(false, 1, registers, fmas, fastFma, javaFeature);
    }
}
