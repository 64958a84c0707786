// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as a user starts it; its classes are in its jar alone, and not on this class path. */
class CliJarIT {
    private static final String JAR =
            Objects.requireNonNull(System.getProperty("jconv.cli.jar"), "the system property jconv.cli.jar");

    private static final List<String> MODULE = List.of("--add-modules", "jdk.incubator.vector");

    @TempDir
    private Path dir;

    @Test
    void runConvolvesFiles() throws Exception {
        float[] x = random(1, 3 * 12 * 17);
        float[] w = random(2, 4 * 3 * 3 * 3);
        write("x.npy", "(3, 12, 17)", x);
        write("w.npy", "(4, 3, 3, 3)", w);
        Cli run = jconv("run", "--input", "x.npy", "--weight", "w.npy", "--output", "y.npy")
                .done();
        assertTrue(run.out().contains("4x10x15"), run.out());
        byte[] y = Files.readAllBytes(dir.resolve("y.npy"));
        assertTrue(new String(y, StandardCharsets.ISO_8859_1).contains("'shape': (4, 10, 15)"));
        ByteBuffer data =
                ByteBuffer.wrap(y, y.length - 4 * 4 * 10 * 15, 4 * 4 * 10 * 15).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4 * 10 * 15; i++) {
            assertEquals(naive(x, w, i / 150, i / 15 % 10, i % 15), data.getFloat(), 1e-5);
        }
        assertEquals(0, data.remaining());
    }

    private static double naive(float[] x, float[] w, int o, int row, int column) {
        double sum = 0;
        for (int tap = 0; tap < 27; tap++) {
            int pixel = (tap / 9 * 12 + row + tap / 3 % 3) * 17 + column + tap % 3;
            sum += (double) w[o * 27 + tap] * x[pixel];
        }
        return sum;
    }

    private static float[] random(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private void write(String name, String shape, float[] values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer file =
                ByteBuffer.allocate(10 + header.length() + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
        file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (float value : values) {
            file.putFloat(value);
        }
        Files.write(dir.resolve(name), file.array());
    }

    @Test
    void upscaleWritesThePictureOfTheReadme() throws Exception {
        Cli run = jconv("upscale", "--profile").done();
        Path file = dir.resolve("upscaled.png").toRealPath();
        assertTrue(run.out().startsWith("wrote " + file + " (256x256, exact, "), run.out());
        assertTrue(run.out().contains("GFLOP/s"), run.out());
        assertArrayEquals(
                pixels(Path.of("docs", "images", "upscaled.png")),
                pixels(file),
                "not the picture that the README shows");
    }

    private static int[] pixels(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Photo and picture are 14 MiB and a tile 8; without tiles the layers in between would need 700. */
    @Test
    void upscaleNeedsLittleMemoryBeyondThePictures() throws Exception {
        BufferedImage photo = new BufferedImage(902, 600, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 600; y++) {
            for (int x = 0; x < 902; x++) {
                photo.setRGB(x, y, x * y / 5 & 0xffffff);
            }
        }
        ImageIO.write(photo, "png", dir.resolve("photo.png").toFile());
        List<String> small = new ArrayList<>(MODULE);
        small.add("-Xmx64m");
        Cli run = java(
                        small,
                        "upscale",
                        "photo.png",
                        "-o",
                        "large.png",
                        "--tile",
                        "64",
                        "--threads",
                        "2",
                        "--accuracy",
                        "fast")
                .done();
        assertTrue(run.out().contains("(1804x1200, fast, "), run.out());
        assertEquals(1804, ImageIO.read(dir.resolve("large.png").toFile()).getWidth());
    }

    @Test
    void filterWritesAPicture() throws Exception {
        Cli run = jconv("filter").done();
        Path file = dir.resolve("filtered.png").toRealPath();
        assertTrue(run.out().startsWith("wrote " + file + " (451x300, sobel-x, "), run.out());
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(451, picture.getWidth());
        assertEquals(300, picture.getHeight());
        int[] pixels = picture.getRGB(0, 0, 451, 300, null, 0, 451);
        BufferedImage readme =
                ImageIO.read(Path.of("docs", "images", "filtered.png").toFile());
        assertArrayEquals(readme.getRGB(0, 0, 451, 300, null, 0, 451), pixels, "not the picture that the README shows");
    }

    @Test
    void explainPrintsJson() throws Exception {
        Cli run = jconv("explain", "--input", "1,64,56,56", "--out-channels", "128", "--kernel", "3", "--json")
                .done();
        assertEquals(List.of(1.0, 128.0, 54.0, 54.0), Json.object(run.out()).get("output_shape"));
    }

    @Test
    void benchPrintsJson() throws Exception {
        Cli run = jconv(
                        "bench",
                        "--input",
                        "8,9,9",
                        "--out-channels",
                        "8",
                        "--kernel",
                        "3",
                        "--seconds",
                        "0.01",
                        "--json")
                .done();
        Map<?, ?> facts = Json.object(run.out());
        assertEquals("used", facts.get("vector_api"));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) facts.get("runs")).get(0);
        assertTrue((Double) first.get("percent_of_fma_peak") > 0, run.out());
    }

    @Test
    void benchWithoutTheModuleNamesTheFlag() throws Exception {
        Cli run = java(
                List.of(), "bench", "--input", "8,9,9", "--out-channels", "8", "--kernel", "3", "--seconds", "0.01");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("start Java with " + String.join(" ", MODULE)), run.out());
        assertTrue(run.out().matches("(?s).*FMA peak +unknown.*"), run.out());
    }

    @Test
    void badInputIsOneLine() throws Exception {
        jconv("filter", "--kernel", "box:4", "-o", "no.png").refused("--kernel box:4");
        assertFalse(Files.exists(dir.resolve("no.png")));
    }

    @Test
    void theVersionIsTheJars() throws Exception {
        String version = jconv("--version").done().out();
        assertTrue(version.matches("jconv [0-9]+\\.[0-9]+\\..*\\R"), version);
    }

    private Cli jconv(String... args) throws IOException, InterruptedException {
        return java(MODULE, args);
    }

    private Cli java(List<String> options, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(args));
        Path out = dir.resolve("stdout");
        Path err = dir.resolve("stderr");
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it did not end");
        return new Cli(process.exitValue(), Files.readString(out), withoutJvmNotices(Files.readString(err)));
    }

    /** Without what the JVM itself says. */
    private static String withoutJvmNotices(String err) {
        return err.lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                .filter(line -> !line.startsWith("Picked up "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
