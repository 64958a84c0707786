// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.jconv.PaddingMode;
import io.github.jconv.io.NpyFiles;
import io.github.jconv.io.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

class FilterCommandTest {
    @TempDir
    private Path dir;

    private BufferedImage photo;
    private Path file;
    private Path out;

    @BeforeEach
    void photo() throws IOException {
        photo = new BufferedImage(13, 11, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int i = 0; i < 13 * 11; i++) {
            photo.setRGB(i % 13, i / 13, random.nextInt(1 << 24));
        }
        file = dir.resolve("photo.png");
        ImageIO.write(photo, "png", file.toFile());
        out = dir.resolve("out.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sobel-x", "sobel-y", "laplacian", "sharpen", "emboss", "box:5", "gaussian:7,1.5"})
    void everyKernelIsADepthwiseConvolution(String name) throws IOException {
        filter("--kernel", name).done();
        int half = FilterKernels.of(name).kh() / 2;
        assertPicture(name, new NaiveConv(Pair.ONE, new Pair(half, half), Pair.ONE, 1, PaddingMode.REPLICATE), 13, 11);
    }

    @Test
    void aStrideDividesTheSize() throws IOException {
        filter("--kernel", "box:3", "--stride", "2,3", "--dilation", "2,1").done();
        NaiveConv naive = new NaiveConv(new Pair(2, 3), new Pair(2, 1), new Pair(2, 1), 1, PaddingMode.REPLICATE);
        assertPicture("box:3", naive, 5, 6);
    }

    /** Of an even kernel too: same pads more below and on the right. */
    @ParameterizedTest
    @CsvSource({"2,4,1", "4,2,1", "2,2,3", "3,4,2", "4,5,3"})
    void aStrideTakesEverySoManyPixels(int kh, int kw, int dilation) throws IOException {
        Path k = NpyFiles.save(NpyFiles.random(6, kh, kw), dir.resolve("k.npy"));
        filter("--kernel", "@" + k, "--dilation", dilation).done();
        BufferedImage whole = ImageIO.read(out.toFile());
        filter("--kernel", "@" + k, "--dilation", dilation, "--stride", "2,3").done();
        BufferedImage strided = ImageIO.read(out.toFile());
        assertEquals(5, strided.getWidth());
        assertEquals(6, strided.getHeight());
        for (int i = 0; i < 5 * 6; i++) {
            assertEquals(whole.getRGB(i % 5 * 3, i / 5 * 2), strided.getRGB(i % 5, i / 5));
        }
    }

    @Test
    void paddingAndItsModeMayBeGiven() throws IOException {
        filter("--kernel", "sharpen", "--padding", "3,2", "--padding-mode", "circular")
                .done();
        NaiveConv naive = new NaiveConv(Pair.ONE, new Pair(3, 2), Pair.ONE, 1, PaddingMode.CIRCULAR);
        assertPicture("sharpen", naive, 15, 15);
        filter("--kernel", "sharpen", "--padding", "valid").done();
        assertPicture("sharpen", new NaiveConv(Pair.ONE, new Pair(0, 0), Pair.ONE, 1, PaddingMode.ZEROS), 11, 9);
    }

    @Test
    void theKernelMayBeAFile() throws IOException {
        Path k = NpyFiles.save(NpyFiles.random(6, 3, 5), dir.resolve("k.npy"));
        filter("--kernel", "@" + k).done();
        assertPicture("@" + k, new NaiveConv(Pair.ONE, new Pair(1, 2), Pair.ONE, 1, PaddingMode.REPLICATE), 13, 11);
    }

    @Test
    void itTellsWhereThePictureIs() {
        Cli done = filter("--kernel", "box:3").done();
        assertTrue(done.out().matches("wrote \\Q" + out + "\\E \\(13x11, box:3, [0-9.]+ ms\\)\\R"), done.out());
    }

    @Test
    void withoutAPhotoItFiltersTheBundledOne() throws IOException {
        Cli.run("filter", "-o", out).done();
        BufferedImage picture = ImageIO.read(out.toFile());
        assertEquals(451, picture.getWidth());
        assertEquals(300, picture.getHeight());
    }

    @Test
    void helpTellsTheKernelsAndThePhotosAuthor() {
        String help = Cli.run("filter", "--help").done().out().replaceAll("\\s+", " ");
        assertTrue(help.contains("gaussian:N[,SIGMA]"), help);
        assertTrue(help.contains("a matrix of float32 or float16"), help);
        assertTrue(help.contains(FilterCommand.ATTRIBUTION), help);
        assertTrue(help.contains("jconv filter holiday.jpg"), help);
    }

    static Stream<Arguments> badOptions() {
        return Stream.of(
                arguments("--kernel", "sobel", "must be one of sobel-x"),
                arguments("--kernel", "box:4", "must be an odd number within 1..255"),
                arguments("--kernel", "gaussian:3,0", "must be a number above 0"),
                arguments("--kernel", "@nowhere.npy", "no such file"),
                arguments("--stride", "0", "must be at least 1"),
                arguments("--dilation", "0", "must be at least 1"),
                arguments("--padding", "7,14", "reflect"),
                arguments("--padding-mode", "mirror", "must be one of"),
                arguments("--output", "out.jpg", "must end in .png"),
                arguments("--output", "nowhere/out.png", "there is no directory"),
                arguments("--groups", "3", "Unknown option"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadOptionIsNamed(String option, String value, String problem) throws IOException {
        List<Object> args = new ArrayList<>(List.of("filter", file, option, value));
        if (!option.equals("--output")) {
            args.addAll(List.of("-o", out));
        }
        if (!option.equals("--padding-mode")) {
            args.addAll(List.of("--padding-mode", "reflect"));
        }
        Cli.run(args.toArray()).refused(option, problem);
        assertOnly(file);
    }

    @Test
    void aBadPhotoIsNamed() throws IOException {
        byte[] png = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(png, png.length / 2));
        filter().refused("PHOTO " + file, "cannot be read");
        ImageIO.write(photo, "jpg", file.toFile());
        byte[] jpeg = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(jpeg, jpeg.length * 9 / 10));
        filter().refused("PHOTO " + file, "is a broken picture: Truncated File");
        Files.writeString(file, "an ordinary text");
        filter().refused("PHOTO " + file, "is not a PNG or JPEG picture");
        Files.write(file, new byte[0]);
        filter().refused("PHOTO " + file, "is not a PNG or JPEG picture");
        ImageIO.write(photo, "bmp", file.toFile());
        filter().refused("PHOTO " + file, "is not a PNG or JPEG picture");
        Cli.run("filter", dir, "-o", out).refused("PHOTO " + dir, "not a regular file");
        Cli.run("filter", dir.resolve("nowhere.png"), "-o", out).refused("PHOTO", "no such file");
        assertOnly(file);
    }

    @Test
    void aHeaderThatClaimsAHugePictureIsRefused() throws IOException {
        byte[] png = Files.readAllBytes(file);
        png[16] = 0x7f; // the first byte of the width
        png[20] = 0x7f; // and of the height
        Files.write(file, png);
        filter().refused("PHOTO " + file);
        assertOnly(file);
    }

    @Test
    void oversizedResultsAreRefused() throws IOException {
        filter("--dilation", Integer.MAX_VALUE).refused("PHOTO", "2147483639");
        filter("--dilation", Integer.MAX_VALUE, "--stride", 2).refused("PHOTO", "2147483639");
        filter("--padding", 30_000).refused("PHOTO", "the limit of an array");
        filter("--padding", "valid", "--kernel", "box:99").refused("PHOTO", "Kernel size");
        assertOnly(file);
    }

    private Cli filter(Object... more) {
        List<Object> args = new ArrayList<>(List.of("filter", file, "-o", out));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray());
    }

    private void assertOnly(Path expected) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(List.of(expected), files.toList());
        }
    }

    private void assertPicture(String kernelName, NaiveConv naive, int width, int height) throws IOException {
        FilterKernel kernel = FilterKernels.of(kernelName);
        Tensor weight = new Tensor(new int[] {1, 1, kernel.kh(), kernel.kw()}, kernel.taps());
        BufferedImage picture = ImageIO.read(out.toFile());
        assertEquals(width, picture.getWidth());
        assertEquals(height, picture.getHeight());
        for (int shift = 16; shift >= 0; shift -= 8) {
            float[] responses = naive.forward(plane(shift), weight, null).data();
            for (int i = 0; i < responses.length; i++) {
                int level = picture.getRGB(i % width, i / width) >> shift & 0xff;
                // A half may round either way when the sum is taken in another order.
                assertEquals(kernel.finish().level(responses[i]), level, isHalf(responses[i]) ? 1 : 0);
            }
        }
    }

    private static boolean isHalf(float response) {
        return Math.abs(Math.abs(response - Math.rint(response)) - 0.5) < 1e-3;
    }

    private Tensor plane(int shift) {
        float[] plane = new float[13 * 11];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = photo.getRGB(i % 13, i / 13) >> shift & 0xff;
        }
        return new Tensor(new int[] {1, 11, 13}, plane);
    }
}
