// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.Conv2dPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Convolves the colour channels of a picture. */
@Command(
        name = "filter",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Filters a photo with a depthwise Conv2d.",
            "Each of red, green and blue is convolved with the kernel. The responses are rounded half to even and clamped to 0..255. Edges (sobel-x, sobel-y, laplacian, and a"
                    + " kernel of a file whose taps sum to 0) are shown by their absolute value, black where there is"
                    + " no edge; emboss is shown around middle grey, 128 added.",
            "Alpha is dropped and the orientation in a JPEG's EXIF ignored. The time printed is that of the"
                    + " convolution."
        },
        footer = {
            "",
            "Examples:",
            "  jconv filter",
            "  jconv filter --kernel sobel-x --dilation 2 -o edges.png",
            "  jconv filter holiday.jpg --kernel gaussian:15 --stride 4 -o small.png",
            "",
            "The bundled photo: " + FilterCommand.ATTRIBUTION
        })
final class FilterCommand implements Callable<Integer> {
    static final String ATTRIBUTION = "Chelsea the cat, by Stefan van der Walt, CC0 1.0.";

    @Parameters(arity = "0..1", paramLabel = "PHOTO", description = "A PNG or JPEG file; the bundled photo by default.")
    private Path photo;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.png",
            description = "Receives the picture; replaced if it is there. Default: filtered.png.")
    private Path output = Path.of("filtered.png");

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            description = "One of " + FilterKernels.NAMES
                    + ". N is odd, a file holds a matrix of float32 or float16. Default: sobel-x.")
    private String kernelName = "sobel-x";

    @Mixin
    private ConvOptions conv;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFile file = new OutputFile("--output", Photo.requirePng("--output", output));
        FilterKernel kernel = FilterKernels.of(kernelName);
        Photo in = photo == null ? Photo.bundled(Photo.CAT) : Photo.read(photoSubject(), photo);
        Conv2d layer = checked(kernel, in);
        long start = System.nanoTime();
        float[] planes = layer.forward(in.planes(), Photo.CHANNELS, in.ih(), in.iw());
        double millis = (System.nanoTime() - start) / 1e6;
        int[] shape = layer.outputShape(Photo.CHANNELS, in.ih(), in.iw());
        Photo out = new Photo(shape[1], shape[2], planes);
        file.write(stream -> out.writePng(stream, kernel.finish()));
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "wrote %s (%dx%d, %s, %.1f ms)%n",
                        file.path(),
                        out.iw(),
                        out.ih(),
                        kernelName,
                        millis);
        return 0;
    }

    /** A layer that takes the photo and fits the heap. */
    private Conv2d checked(FilterKernel kernel, Photo in) {
        try {
            Conv2d layer = layer(kernel);
            Conv2dPlan plan = layer.plan(Photo.CHANNELS, in.ih(), in.iw());
            Heap.require(
                    photoSubject(),
                    "the picture of shape " + plan.outputShape(),
                    plan.bytesMoved() + plan.peakExtraBytes());
            return layer;
        } catch (IllegalArgumentException e) {
            throw BadInput.of(e, names());
        }
    }

    private Conv2d layer(FilterKernel kernel) {
        Conv2dBuilder builder = Conv2d.builder()
                .inChannels(Photo.CHANNELS)
                .outChannels(Photo.CHANNELS)
                .groups(Photo.CHANNELS)
                .kernelSize(kernel.kh(), kernel.kw())
                .weight(kernel.repeated(Photo.CHANNELS))
                .bias(false)
                .paddingMode("replicate");
        if (conv.padding == null) {
            centre(builder, kernel);
        }
        conv.applyTo(builder);
        return builder.build();
    }

    /** The padding that keeps the size, which a stride then divides; same itself takes no stride. */
    private void centre(Conv2dBuilder builder, FilterKernel kernel) {
        if (conv.stride.equals(Pair.ONE)) {
            builder.padding("same");
            return;
        }
        // As same: of an odd number the larger half at the bottom and right.
        long height = conv.dilation.height() * (kernel.kh() - 1L);
        long width = conv.dilation.width() * (kernel.kw() - 1L);
        builder.paddingSides(side(height / 2), side(width / 2), side(height - height / 2), side(width - width / 2));
    }

    private static int side(long padding) {
        // Too large or too small a dilation is for the library to refuse.
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, padding));
    }

    private String photoSubject() {
        return "PHOTO " + (photo == null ? "(bundled)" : photo);
    }

    private Map<String, String> names() {
        Map<String, String> names = ConvOptions.names();
        names.put("shape", photoSubject());
        names.put("input", photoSubject());
        names.put("output", photoSubject());
        names.put("kernelSize", "--kernel " + kernelName);
        return names;
    }
}
