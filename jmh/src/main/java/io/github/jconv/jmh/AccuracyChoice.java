// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2dBuilder;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The accuracies jconv can be asked for; one more is one more line here. */
public enum AccuracyChoice {
    /** One fused multiply-add a tap, in a fixed order. */
    EXACT(builder -> builder, 1),
    /**
     * Winograd's F(4x4, 3x3) and F(2x2, 5x5) where they pay. The error in the mean square, over that of {@link #EXACT}, is at
     * most 10.5 sqrt(1 + 24 / ic) for random data and ic input channels of 3x3, 4.0 times the same root of 5x5: 24 for 6, the
     * fewest of 3x3. docs/peer-report.md derives that.
     */
    FAST(builder -> builder.accuracy(Accuracy.FAST), 24);

    private final UnaryOperator<Conv2dBuilder> setting;
    private final double widening;

    AccuracyChoice(UnaryOperator<Conv2dBuilder> setting, double widening) {
        this.setting = setting;
        this.widening = widening;
    }

    /** The builder, told so. */
    public Conv2dBuilder set(Conv2dBuilder builder) {
        return setting.apply(builder);
    }

    /** How many times the bound for sums in any order results may differ by, in layers and networks. */
    double widening() {
        return widening;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
