// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a layer with weights of its own and of the shape of its input. */
final class LayerOptions {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "[N,]C,H,W",
            converter = ShapeConverter.class,
            description = "The input's shape.")
    private Shape input;

    @Option(names = "--out-channels", required = true, paramLabel = "O", description = "Planes in the output.")
    private int outChannels;

    @Option(
            names = "--kernel",
            required = true,
            paramLabel = "K[,K]",
            converter = Pair.Converter.class,
            description = "Size of the window, its height and its width.")
    private Pair kernel;

    @Mixin
    private ConvOptions conv;

    @Option(names = "--groups", paramLabel = "G", description = "Blocks the channels are divided into; 1 by default.")
    private int groups = 1;

    @Option(names = "--no-bias", description = "Without a bias.")
    private boolean noBias;

    /** The input's sizes. */
    private record Shape(int... sizes) {}

    /** Reads a {@link Shape}; whether it has as many sizes as it must is the library's to say. */
    private static final class ShapeConverter implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            return new Shape(
                    Pair.ints(text).stream().mapToInt(Integer::intValue).toArray());
        }
    }

    int[] inputShape() {
        return input.sizes();
    }

    /**
     * The layer.
     *
     * @param parallelism the most threads to use; null for as many as the machine has
     * @throws IllegalArgumentException as the library's builder does; {@link #names} goes with it
     * @throws BadInput if the shape has too few or too many sizes, or the heap can't hold the weight
     */
    Conv2d build(Integer parallelism) {
        int[] sizes = input.sizes();
        if (sizes.length != 3 && sizes.length != 4) {
            throw BadInput.of("--input", "must have 3 sizes, C,H,W, or 4, N,C,H,W");
        }
        Conv2dBuilder builder = Conv2d.builder()
                .inChannels(sizes[sizes.length - 3])
                .outChannels(outChannels)
                .kernelSize(kernel.height(), kernel.width())
                .groups(groups)
                .bias(!noBias);
        conv.applyTo(builder);
        if (parallelism != null) {
            builder.parallelism(parallelism);
        }
        requireHeap(sizes[sizes.length - 3]);
        return builder.build();
    }

    /** The weights are built to be planned for, once drawn and once packed. */
    private void requireHeap(long inChannels) {
        double weights = (double) inChannels / Math.max(1, groups) * outChannels * kernel.height() * kernel.width();
        // What no array holds the library refuses, and names the reason.
        if (weights < Integer.MAX_VALUE) {
            Heap.require("--out-channels " + outChannels, "the weight", (long) (2 * Float.BYTES * weights));
        }
    }

    /** The options by the library's parameter, for {@link BadInput}; a command adds its own. */
    static Map<String, String> names() {
        Map<String, String> names = ConvOptions.names();
        for (String parameter : List.of("shape", "input", "output", "inChannels")) {
            names.put(parameter, "--input");
        }
        names.put("outChannels", "--out-channels");
        names.put("kernelSize", "--kernel");
        return names;
    }
}
