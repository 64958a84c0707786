package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a layer would do with an input. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Tells how a layer computes an input of one shape on this machine: its kernel and tile, its threads, the"
                    + " work and the memory."
        },
        footer = {
            "",
            "Examples:",
            "  jconv explain --input 1,64,56,56 --out-channels 128 --kernel 3 --padding 1",
            "  jconv explain --input 32,224,224 --out-channels 32 --kernel 3,5 --groups 32 --json"
        })
final class ExplainCommand implements Callable<Integer> {
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

    @Option(
            names = "--parallelism",
            paramLabel = "T",
            description = "The most threads to use; by default as many as the machine has.")
    private Integer parallelism;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** The input's sizes. */
    record Shape(int... sizes) {}

    /** Reads a {@link Shape}; whether it has as many sizes as it must is the library's to say. */
    static final class ShapeConverter implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            return new Shape(
                    Pair.ints(text).stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @Override
    public Integer call() {
        Report report = report();
        spec.commandLine().getOut().print(json ? report.json() : report.text());
        return 0;
    }

    private Report report() {
        try {
            Conv2d layer = layer();
            return Report.of(layer.toString(), input.sizes(), layer.plan(input.sizes()));
        } catch (IllegalArgumentException e) {
            throw BadInput.of(e, names());
        }
    }

    private Conv2d layer() {
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

    private static Map<String, String> names() {
        Map<String, String> names = ConvOptions.names();
        for (String parameter : List.of("shape", "input", "output", "inChannels")) {
            names.put(parameter, "--input");
        }
        names.put("outChannels", "--out-channels");
        names.put("kernelSize", "--kernel");
        names.put("parallelism", "--parallelism");
        return names;
    }
}
