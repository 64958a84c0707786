// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * How many slices an image is cut into.
 *
 * @param channels cuts of the output channels
 * @param pixels cuts of the output pixels
 */
public record Slices(int channels, int pixels) {}
