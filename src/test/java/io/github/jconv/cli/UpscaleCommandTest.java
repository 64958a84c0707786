// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpscaleCommandTest {
    @TempDir
    private Path dir;

    private Path out;

    @BeforeEach
    void out() {
        out = dir.resolve("out.png");
    }

    /** The package's own result, by TensorFlow.js. */
    @ParameterizedTest
    @ValueSource(strings = {"exact", "fast"})
    void theBundledPhotoBecomesThePackagesResult(String accuracy) throws IOException {
        Cli done = Cli.run("upscale", "-o", out, "--accuracy", accuracy).done();
        assertTrue(
                done.out().matches("wrote \\Q" + out + "\\E \\(256x256, " + accuracy + ", [0-9.]+ ms\\)\\R"),
                done.out());
        int[] actual = levels(ImageIO.read(out.toFile()));
        int[] expected;
        try (InputStream result = UpscaleCommandTest.class.getResourceAsStream("upscaled.png")) {
            expected = levels(ImageIO.read(result));
        }
        assertEquals(3 * 256 * 256, actual.length);
        int different = 0;
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[i], actual[i], 1);
            different += actual[i] == expected[i] ? 0 : 1;
        }
        assertTrue(different <= actual.length / 10_000, different + " values differ");
    }

    private static int[] levels(BufferedImage picture) {
        int[] pixels = pixels(picture);
        return Arrays.stream(pixels)
                .flatMap(rgb -> Arrays.stream(new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff}))
                .toArray();
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }

    /** Sizes below, at and above the margin of 10; tiles of any cut; whatever the number of threads. */
    @ParameterizedTest
    @CsvSource({"67,45,16,2", "33,29,1,1", "40,21,20,1", "31,64,24,3", "20,20,1,2", "5,3,2,1", "1,1,1,1", "1,60,7,1"})
    void tilesLeaveNoSeams(int width, int height, int tile, int threads) throws IOException {
        Path photo = photo(width, height);
        Cli.run("upscale", photo, "-o", out, "--tile", 1024).done();
        BufferedImage whole = ImageIO.read(out.toFile());
        assertEquals(2 * width, whole.getWidth());
        assertEquals(2 * height, whole.getHeight());
        Cli.run("upscale", photo, "-o", out, "--tile", tile, "--threads", threads)
                .done();
        assertArrayEquals(pixels(whole), pixels(ImageIO.read(out.toFile())));
    }

    /** A part of the bundled cat. */
    private Path photo(int width, int height) throws IOException {
        try (InputStream cat = Photo.class.getResourceAsStream(Photo.CAT)) {
            BufferedImage part = ImageIO.read(cat).getSubimage(120, 80, width, height);
            Path photo = dir.resolve("photo.png");
            ImageIO.write(part, "png", photo.toFile());
            return photo;
        }
    }

    @Test
    void aJpegIsRead() throws IOException {
        BufferedImage grey = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        Arrays.fill(((java.awt.image.DataBufferInt) grey.getRaster().getDataBuffer()).getData(), 0x808080);
        Path photo = dir.resolve("photo.jpg");
        ImageIO.write(grey, "jpg", photo.toFile());
        Cli.run("upscale", photo, "-o", out).done();
        BufferedImage picture = ImageIO.read(out.toFile());
        assertEquals(18, picture.getWidth());
        int middle = picture.getRGB(9, 7);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertEquals(0x80, middle >> shift & 0xff, 8);
        }
    }

    @Test
    void theProfileHasALineForEachLayer() throws IOException {
        Cli done = Cli.run("upscale", photo(20, 16), "-o", out, "--profile", "--threads", 1)
                .done();
        List<String> lines = done.out().lines().toList();
        assertEquals("layer          kernel  channels           ms   GFLOP/s  % of peak", lines.get(1));
        String[] layers = {
            "F_m1 +3x3 +3 -> 64",
            "F_0 +3x3 +64 -> 64",
            "F_1_1 \\+ ReLU +3x3 +64 -> 4",
            "LFF_1 +1x1 +68 -> 64",
            "F_2_1 \\+ ReLU +3x3 +64 -> 4",
            "LFF_2 +1x1 +68 -> 64",
            "GFF_1 +1x1 +128 -> 64",
            "GFF_2 +3x3 +64 -> 64",
            "UPN1 \\+ ReLU +5x5 +64 -> 64",
            "UPN2 \\+ ReLU +3x3 +64 -> 32",
            "UPN3 +3x3 +32 -> 12",
            "SR +3x3 +12 -> 3",
            "network"
        };
        List<String> measured = new ArrayList<>(lines.subList(2, lines.size() - 1));
        assertTrue(measured.remove(12).matches("between +[0-9.]+"), done.out());
        for (int i = 0; i < layers.length; i++) {
            assertTrue(measured.get(i).matches(layers[i] + "( +[0-9]+\\.[0-9]+){3}"), measured.get(i));
        }
        assertEquals(layers.length, measured.size());
        assertTrue(
                lines.get(lines.size() - 1)
                        .matches("FMA peak of 1 thread: [0-9.]+ GFLOP/s\\. Medians of [0-9]+ times\\."),
                done.out());
    }

    @Test
    void helpTellsWhoseTheWeightsAre() {
        String help = Cli.run("upscale", "--help").done().out().replaceAll("\\s+", " ");
        assertTrue(help.contains(UpscaleCommand.ATTRIBUTION), help);
        assertTrue(help.contains("jconv upscale holiday.jpg"), help);
    }

    static Stream<Arguments> badOptions() {
        return Stream.of(
                arguments("--accuracy", "best", "'best' must be exact or fast"),
                arguments("--accuracy", "", "'' must be exact or fast"),
                arguments("--threads", "0", "must be at least 1 and at most 1024"),
                arguments("--threads", "1025", "must be at least 1 and at most 1024"),
                arguments("--threads", "two", "two"),
                arguments("--tile", "0", "must be at least 1 and at most 1024"),
                arguments("--tile", "-5", "must be at least 1 and at most 1024"),
                arguments("--tile", "1025", "must be at least 1 and at most 1024"),
                arguments("--output", "out.jpg", "must end in .png"),
                arguments("--output", "nowhere/out.png", "there is no directory"),
                arguments("--kernel", "box:3", "Unknown option"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadOptionIsNamed(String option, String value, String problem) throws IOException {
        Path photo = photo(4, 4);
        List<Object> args = new ArrayList<>(List.of("upscale", photo, option, value));
        if (!option.equals("--output")) {
            args.addAll(List.of("-o", out));
        }
        Cli.run(args.toArray()).refused(option, problem);
        assertOnly(photo);
    }

    @Test
    void aBadPhotoIsNamed() throws IOException {
        Path photo = photo(40, 40);
        byte[] png = Files.readAllBytes(photo);
        Files.write(photo, Arrays.copyOf(png, png.length / 2));
        Cli.run("upscale", photo, "-o", out).refused("PHOTO " + photo, "cannot be read");
        Files.writeString(photo, "an ordinary text");
        Cli.run("upscale", photo, "-o", out).refused("PHOTO " + photo, "is not a PNG or JPEG picture");
        Cli.run("upscale", dir.resolve("nowhere.png"), "-o", out).refused("PHOTO", "no such file");
        assertOnly(photo);
    }

    private void assertOnly(Path expected) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(expected), files.toList());
        }
    }
}
