// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.geometry;

import io.github.jconv.Accuracy;
import io.github.jconv.oracle.ConvCase;

/** What a kernel is told of a case. */
public final class CaseGeometry {
    private CaseGeometry() {}

    public static Geometry of(ConvCase c) {
        return Geometry.of(layer(c, Accuracy.EXACT), c.n(), c.ih(), c.iw());
    }

    public static LayerSpec layer(ConvCase c, Accuracy accuracy) {
        return new LayerSpec(
                c.ic(),
                c.oc(),
                c.kh(),
                c.kw(),
                c.sh(),
                c.sw(),
                new Padding(
                        PaddingWord.valueOf(c.padding().name()),
                        c.ph(),
                        c.pw(),
                        c.extension().bottom(),
                        c.extension().right(),
                        c.mode(),
                        c.extension().columns(),
                        c.extension().repeats()),
                c.dh(),
                c.dw(),
                c.groups(),
                accuracy,
                c.after().activation());
    }
}
