// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.oracle.ConvCase;

/** What a kernel is told of a case. */
public final class CaseGeometry {
    private CaseGeometry() {}

    public static Geometry of(ConvCase c) {
        LayerSpec layer = new LayerSpec(
                c.ic(),
                c.oc(),
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                c.ph(),
                c.pw(),
                PaddingWord.valueOf(c.padding().name()),
                c.dh(),
                c.dw(),
                c.groups(),
                c.mode());
        return Geometry.of(layer, c.n(), c.ih(), c.iw());
    }
}
