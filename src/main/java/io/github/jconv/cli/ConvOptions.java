// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2dBuilder;
import io.github.jconv.PaddingMode;
import java.util.HashMap;
import java.util.List;
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
            paramLabel = "P[,P]|T,L,B,R|WORD",
            description =
                    "Rows and columns added on each side, or four numbers, top, left, bottom and right, or a word:"
                            + " same keeps the size and needs stride 1, valid is none; same-upper and same-lower, of ONNX,"
                            + " divide the size by the stride and round up. Default: none; for filter what keeps the size.")
    String padding;

    @Option(
            names = "--dilation",
            paramLabel = "D[,D]",
            converter = Pair.Converter.class,
            description = "Distance between taps, down and across; 1 by default.")
    Pair dilation = Pair.ONE;

    @Option(
            names = "--padding-mode",
            paramLabel = "MODE[,MODE]",
            description = "What padding reads: zeros, reflect, replicate or circular; of two the first is above and"
                    + " below. Default: zeros; for filter replicate.")
    String paddingMode;

    @Option(
            names = "--circular-repeats",
            description = "Lets circular padding be larger than the input and go round it more than once.")
    boolean circularRepeats;

    /** Sets what was given, and the defaults of stride and dilation. */
    void applyTo(Conv2dBuilder builder) {
        builder.stride(stride.height(), stride.width());
        builder.dilation(dilation.height(), dilation.width());
        if (padding != null) {
            applyPadding(builder);
        }
        if (paddingMode != null) {
            applyMode(builder);
        }
        builder.circularRepeats(circularRepeats);
    }

    private void applyPadding(Conv2dBuilder builder) {
        if (!padding.isEmpty() && Character.isLetter(padding.charAt(0))) {
            applyWord(builder);
            return;
        }
        List<Integer> sides = numbers();
        switch (sides.size()) {
            case 1 -> builder.padding(sides.get(0));
            case 2 -> builder.padding(sides.get(0), sides.get(1));
            case 4 -> builder.paddingSides(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
            default ->
                throw BadInput.of(
                        "--padding",
                        "'" + padding + "' must be one number or two, HEIGHT,WIDTH, or four, TOP,LEFT,BOTTOM,RIGHT");
        }
    }

    private void applyWord(Conv2dBuilder builder) {
        switch (padding) {
            case "same", "valid" -> builder.padding(padding);
            case "same-upper" -> builder.paddingSameUpper();
            case "same-lower" -> builder.paddingSameLower();
            default ->
                throw BadInput.of(
                        "--padding", "'" + padding + "' must be numbers or one of same, valid, same-upper, same-lower");
        }
    }

    private List<Integer> numbers() {
        try {
            return Pair.ints(padding);
        } catch (TypeConversionException e) {
            throw BadInput.of("--padding", e.getMessage());
        }
    }

    private void applyMode(Conv2dBuilder builder) {
        String[] modes = paddingMode.split(",", -1);
        if (modes.length > 2) {
            throw BadInput.of("--padding-mode", "'" + paddingMode + "' must be one mode or two, HEIGHT,WIDTH");
        }
        builder.paddingMode(PaddingMode.of(modes[0]), PaddingMode.of(modes[modes.length - 1]));
    }

    /** The options by the library's parameter, for {@link BadInput}; a command adds its own. */
    static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("stride", "--stride");
        names.put("padding", "--padding");
        names.put("paddingSides", "--padding");
        names.put("dilation", "--dilation");
        names.put("paddingMode", "--padding-mode");
        names.put("groups", "--groups");
        return names;
    }
}
