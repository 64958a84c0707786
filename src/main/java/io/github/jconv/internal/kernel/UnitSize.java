// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * What the units of a {@link Layout} are in the output.
 *
 * @param channels output channels of a channel unit; a group's last unit may have fewer
 * @param pixels output pixels of a pixel unit, a run in a row, or whole rows of which a strip is computed
 * @param rowPixels pixels of what counts as a row, the plane's where runs go on; a row's last unit may have fewer, and read
 *     what is before it
 */
record UnitSize(int channels, int pixels, int rowPixels) {}
