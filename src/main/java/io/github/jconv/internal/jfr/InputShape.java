// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.jfr;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.kernel.Plan;

/** A plan's input shape as PyTorch prints shapes: {@code (1, 64, 56, 56)}. */
final class InputShape {
    private InputShape() {}

    static String of(Plan plan) {
        Geometry g = plan.geometry();
        return "(" + g.n() + ", " + g.layer().inChannels() + ", " + g.ih() + ", " + g.iw() + ")";
    }
}
