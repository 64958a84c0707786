// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2dBuilder;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a convolution that every command has; a command may have defaults of its own for what is null. */
final class ConvOptions {
    @Option(
            names = "--stride",
            paramLabel = "S[,S]",
            converter = Pair.Converter.class,
            description = "Step between windows, down and across; 1 by default.")
    Pair stride = Pair.ONE;

    @Option(
            names = "--padding",
            paramLabel = "P[,P]|same|valid",
            description = "Rows and columns added on each side, or a word: same keeps the size and needs stride 1,"
                    + " valid is none. Default: none; for filter what keeps the size.")
    String padding;

    @Option(
            names = "--dilation",
            paramLabel = "D[,D]",
            converter = Pair.Converter.class,
            description = "Distance between taps, down and across; 1 by default.")
    Pair dilation = Pair.ONE;

    @Option(
            names = "--padding-mode",
            paramLabel = "MODE",
            description = "What padding reads: zeros, reflect, replicate or circular. Default: zeros; for filter"
                    + " replicate.")
    String paddingMode;

    /** Sets what was given, and the defaults of stride and dilation. */
    void applyTo(Conv2dBuilder builder) {
        builder.stride(stride.height(), stride.width());
        builder.dilation(dilation.height(), dilation.width());
        if (padding != null) {
            applyPadding(builder);
        }
        if (paddingMode != null) {
            builder.paddingMode(paddingMode);
        }
    }

    private void applyPadding(Conv2dBuilder builder) {
        if (!padding.isEmpty() && Character.isLetter(padding.charAt(0))) {
            builder.padding(padding);
        } else {
            Pair amount = amount();
            builder.padding(amount.height(), amount.width());
        }
    }

    private Pair amount() {
        try {
            return new Pair.Converter().convert(padding);
        } catch (TypeConversionException e) {
            throw BadInput.of("--padding", e.getMessage());
        }
    }

    /** The options by the library's parameter, for {@link BadInput}; a command adds its own. */
    static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("stride", "--stride");
        names.put("padding", "--padding");
        names.put("dilation", "--dilation");
        names.put("paddingMode", "--padding-mode");
        names.put("groups", "--groups");
        return names;
    }
}
