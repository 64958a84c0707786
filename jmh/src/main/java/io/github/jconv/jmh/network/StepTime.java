// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

/**
 * How long one step of a {@link Chain} took.
 *
 * @param node the node it belongs to
 * @param kernel jconv's kernel and tile, "-" for what is no convolution
 * @param flops floating-point operations, 0 for what is no convolution
 */
public record StepTime(String node, Part part, String kernel, double flops, double micros) {}
