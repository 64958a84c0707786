// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Accuracy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Doubles the size of a picture by a neural network. */
@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Doubles the size of a photo with a neural network.",
            "ESRGAN-slim, twelve convolutions, computes a pixel from the 21x21 around it; its weights come with the"
                    + " program. A photo is computed in tiles, so that any size needs little memory beyond the"
                    + " pictures themselves. Outputs are rounded half to even and clamped to 0..255.",
            "Alpha is dropped and the orientation in a JPEG's EXIF ignored. The time printed is that of the network."
        },
        footer = {
            "",
            "Examples:",
            "  jconv upscale --profile",
            "  jconv upscale holiday.jpg -o large.png --accuracy fast",
            "",
            "The weights and the bundled photo: " + UpscaleCommand.ATTRIBUTION
        })
final class UpscaleCommand implements Callable<Integer> {
    static final String ATTRIBUTION = "@upscalerjs/default-model 1.0.0, by Kevin Scott, MIT License.";

    private static final int MOST_THREADS = 1024;
    private static final int MOST_TILE = 1024;

    @Parameters(arity = "0..1", paramLabel = "PHOTO", description = "A PNG or JPEG file; the bundled photo by default.")
    private Path photo;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT.png",
            description = "Receives the picture; replaced if it is there. Default: upscaled.png.")
    private Path output = Path.of("upscaled.png");

    @Option(
            names = "--accuracy",
            paramLabel = "exact|fast",
            converter = AccuracyConverter.class,
            description = "exact, the default, gives the same picture on every machine and with every tile; fast may"
                    + " round differently.")
    private Accuracy accuracy = Accuracy.EXACT;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "The most threads to use; by default as many as the machine has.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--tile",
            paramLabel = "N",
            description =
                    "The longest side of a tile in pixels of the photo, without its margin; 256 by default. Larger"
                            + " tiles need more memory, smaller ones compute more twice.")
    private int tile = 256;

    @Option(
            names = "--profile",
            description = "Print what each layer takes, beside the FMA peak of the machine. A small photo is computed"
                    + " several times for it.")
    private boolean profile;

    @Spec
    private CommandSpec spec;

    /** Reads an {@link Accuracy}. */
    private static final class AccuracyConverter implements ITypeConverter<Accuracy> {
        @Override
        public Accuracy convert(String text) {
            return switch (text) {
                case "exact" -> Accuracy.EXACT;
                case "fast" -> Accuracy.FAST;
                default -> throw new TypeConversionException("'" + text + "' must be exact or fast");
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        OutputFile file = new OutputFile("--output", Photo.requirePng("--output", output));
        requireRange("--threads", threads, MOST_THREADS);
        requireRange("--tile", tile, MOST_TILE);
        Photo in = photo == null ? Photo.bundled(Photo.FLOWER) : Photo.read(photoSubject(), photo);
        requireArray(in);
        EsrganSlim network = EsrganSlim.bundled(accuracy, threads);
        Heap.require(photoSubject(), "the picture of twice the size", Upscaler.bytes(network, in, tile));
        try (Upscaler upscaler = new Upscaler(network, in, tile, threads)) {
            spec.commandLine().getOut().print(written(file, upscaler));
        }
        return 0;
    }

    /** Writes the picture and returns what there is to say of it. */
    private String written(OutputFile file, Upscaler upscaler) throws IOException {
        try (Progress progress = new Progress(spec.commandLine().getErr(), Progress.atTerminal());
                Profile measured = new Profile(upscaler, threads, profile)) {
            IntConsumer bar = done -> progress.show("upscaling " + Progress.bar(done, upscaler.tiles()));
            if (profile) {
                progress.show("warming up");
                measured.warmUp();
            }
            BufferedImage picture = measured.picture(bar);
            progress.show("writing");
            file.write(out -> Photo.writePng(picture, out));
            return String.format(
                            Locale.ROOT,
                            "wrote %s (%dx%d, %s, %.1f ms)%n",
                            file.path(),
                            picture.getWidth(),
                            picture.getHeight(),
                            accuracy.name().toLowerCase(Locale.ROOT),
                            measured.millis())
                    + (profile ? measured.table() : "");
        }
    }

    private static void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw BadInput.of(option + " " + value, "must be at least 1 and at most " + most);
        }
    }

    private void requireArray(Photo in) {
        long pixels = (long) EsrganSlim.SCALE * EsrganSlim.SCALE * in.ih() * in.iw();
        if (pixels > Integer.MAX_VALUE - 8) {
            throw BadInput.of(
                    photoSubject(),
                    "twice the size is " + pixels + " pixels, more than " + (Integer.MAX_VALUE - 8)
                            + ", the limit of an array");
        }
    }

    private String photoSubject() {
        return "PHOTO " + (photo == null ? "(bundled)" : photo);
    }
}
