// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.platform.Platform;

/**
 * One way to compute a convolution.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Every output of the slice is {@code bias} plus one fused multiply-add a tap, in the order ic, kh, kw, over the padded
 *       input, or for {@code FAST} within its bound of that.
 *   <li>Nothing else of the output is written.
 *   <li>No validation, no threads, no allocation that grows.
 *   <li>A kernel has no state: all of a call is in its arguments.
 * </ul>
 *
 * <p>An image is computed in two steps. {@link #stage} copies its input to where the kernel wants it, if the kernel's
 * {@link Layout} asks for that; then {@link #compute} computes each slice. Slices and parts are independent of each
 * other within a step.
 */
public interface Kernel {
    /** The name users see. */
    String name();

    /** Whether this kernel is right and worthwhile for these numbers on this platform. */
    boolean accepts(Geometry geometry, Platform platform);

    /** Whether its bits are those of every other exact kernel: {@code EXACT}'s. */
    default boolean exact() {
        return true;
    }

    /** How the work is laid out and into how many units it can be cut; a pure function. */
    Layout layout(Geometry geometry, Platform platform);

    /** How an image is best cut for so many threads, or null where the planner's own rule does. */
    default Slices slices(Geometry geometry, Layout layout, int lanes, int threads) {
        return null;
    }

    /** The layout of another geometry with the tile and lane axis of {@code like}, so that the same code computes it. */
    default Layout layout(Geometry geometry, Platform platform, Layout like) {
        return layout(geometry, platform);
    }

    /** Whether {@link #layout(Geometry, Platform, Layout)} can be had. */
    default boolean fits(Geometry geometry, Platform platform, Layout like) {
        return true;
    }

    /** Which of its loops a plan's are, where tile and lane axis do not say so. The number is the kernel's own. */
    default int loops(Plan plan) {
        return 0;
    }

    /** Floats of the copy of weights and bias that this kernel packs once a layer; 0 if it reads them as they are. */
    default long packedFloats(Plan plan) {
        return 0;
    }

    /** Floats of {@link Scratch#rows} that each slice works in, beside its layout's {@code sliceFloats}. */
    default long rowFloats() {
        return 0;
    }

    /**
     * What the units are in the output, for {@link Windows}; null if this kernel stages all it reads, and stores by
     * {@link ImageCall#store}.
     */
    default UnitSize unitSize(Geometry geometry, Layout layout, int lanes) {
        return null;
    }

    /** Copies parts {@code [from, to)} of {@link Plan#stageParts}, bands of planes, of one image into {@code call.staged()}. */
    default void stage(Plan plan, ImageCall call, int from, int to) {
        throw new UnsupportedOperationException(name() + " stages nothing");
    }

    /**
     * Computes channel units {@code [c0, c1)} by pixel units {@code [p0, p1)} of one image.
     *
     * @param scratch holds at least {@code layout.sliceFloats()} floats, for this slice alone
     */
    void compute(Plan plan, ImageCall call, int c0, int c1, int p0, int p1, Scratch scratch);
}
