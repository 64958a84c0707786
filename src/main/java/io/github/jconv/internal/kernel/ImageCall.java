package io.github.jconv.internal.kernel;

/**
 * The arrays of one image of a forward.
 *
 * @param x input, the image's first float at {@code xo}
 * @param y output, the image's first float at {@code yo}
 * @param staged the staged copy of the input, or null
 */
public record ImageCall(Weights weights, float[] x, int xo, float[] y, int yo, float[] staged) {}
