// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * What the units of a {@link Layout} are in the output.
 *
 * @param channels output channels of a channel unit; a group's last unit may have fewer
 * @param pixels output pixels of a pixel unit, or whole rows of which a strip is computed
 * @param runs the runs of pixels that units cut; a run's last unit may have fewer, and read what is before it
 */
record UnitSize(int channels, int pixels, Runs runs) {}
