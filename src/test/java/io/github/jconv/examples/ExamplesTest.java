// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.jconv.Conv2d;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documents do what the documents say. */
class ExamplesTest {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    @Test
    void gettingStarted() {
        float[] weight = numbers(16 * 27);
        float[] x = numbers(3 * 224 * 224);
        float[] y = GettingStarted.oneForward(weight, new float[16], x);
        assertEquals(16 * 112 * 112, y.length);
        // Inside the image, output (0, 1, 1) reads rows and columns 1 to 3 of each plane.
        float expected = 0;
        for (int tap = 0; tap < 27; tap++) {
            int at = tap / 9 * 224 * 224 + (1 + tap / 3 % 3) * 224 + 1 + tap % 3;
            expected = Math.fma(weight[tap], x[at], expected);
        }
        assertEquals(expected, y[113]);
        assertEquals(16 * 222 * 222, GettingStarted.intoYourArray(x).length);
        assertTrue(GettingStarted.explained().contains("multiply-adds         231,211,008"));
    }

    @Test
    void torchWeights(@TempDir Path folder) throws IOException {
        float[] weight = numbers(8 * 27);
        float[] bias = {1, 2, 3, 4, 5, 6, 7, 8};
        Files.write(folder.resolve("conv.weight.f32"), bytes(weight));
        Files.write(folder.resolve("conv.bias.f32"), bytes(bias));
        Conv2d conv = TorchWeights.load(folder);
        assertArrayEquals(weight, conv.weight());
        assertArrayEquals(bias, conv.bias());
        assertEquals("Conv2d(3, 8, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))", conv.toString());
    }

    @Test
    void readingWeights(@TempDir Path folder) throws IOException {
        float[] weight = numbers(64 * 3 * 7 * 7);
        String header = "{\"fc.steps\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[37632,37640]},"
                + "\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[64,3,7,7],\"data_offsets\":[0,37632]}}";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 37640).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(bytes(weight));
        Conv2d conv = ReadingWeights.firstLayer(Files.write(folder.resolve("resnet.safetensors"), file.array()));
        assertArrayEquals(weight, conv.weight());
    }

    @Test
    void comingFromPyTorch() {
        float[] x = numbers(16 * 32 * 40);
        float[] y = ComingFromPyTorch.layer(numbers(16 * 9), numbers(16), x);
        assertEquals(16 * 16 * 40, y.length);
        assertEquals(32 * 32 * 40, ComingFromPyTorch.same(x).length);
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> ComingFromPyTorch.wrong(x));
        assertEquals(
                "padding[1]=41: circular padding must be at most the input width 40"
                        + " (padding value causes wrapping around more than once)",
                wrong.getMessage());
    }

    @Test
    void accuracyAndThreads() {
        float[] x = numbers(64 * 56 * 56);
        Conv2d fast = AccuracyAndThreads.fast(numbers(64 * 64 * 9), numbers(64));
        Conv2d exact = Conv2d.builder()
                .inChannels(64)
                .outChannels(64)
                .kernelSize(3)
                .padding(1)
                .weight(numbers(64 * 64 * 9))
                .bias(numbers(64))
                .build();
        float[] expected = exact.forward(x, 64, 56, 56);
        float[] y = fast.forward(x, 64, 56, 56);
        for (int i = 0; i < y.length; i++) {
            assertEquals(expected[i], y[i], 1e-2f);
        }
        Conv2d alone = AccuracyAndThreads.alone();
        assertEquals(1, alone.plan(64, 56, 56).threads());
        assertArrayEquals(alone.forward(x, 64, 56, 56), AccuracyAndThreads.inPool(alone, x));
    }

    @Test
    void buffersAndLayouts(@TempDir Path folder) throws IOException {
        Conv2d conv =
                Conv2d.builder().inChannels(3).outChannels(16).kernelSize(3).build();
        float[] x = numbers(3 * 224 * 224);
        float[] expected = conv.forward(x, 1, 3, 224, 224);
        float[] y = new float[expected.length];
        BuffersAndLayouts.offHeap(conv, x).get(0, y);
        assertArrayEquals(expected, y);
        Path in = Files.write(folder.resolve("x.f32"), bytes(x));
        Path out = folder.resolve("y.f32");
        BuffersAndLayouts.fileToFile(conv, in, out, 4L * y.length, 3, 224, 224);
        assertArrayEquals(bytes(expected), Files.readAllBytes(out));
        float[] pixels = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            pixels[i % (224 * 224) * 3 + i / (224 * 224)] = x[i];
        }
        float[] last = BuffersAndLayouts.channelsLast(conv, pixels);
        for (int i = 0; i < last.length; i++) {
            assertEquals(expected[i % 16 * 222 * 222 + i / 16], last[i]);
        }
    }

    /** Compiled here, as the build's own Java may not have segments. */
    @Test
    void segments(@TempDir Path classes) throws Exception {
        assumeTrue(Runtime.version().feature() >= 22, "by design: segments are final from JDK 22 on");
        Path source = Path.of("src/examples/java22/io/github/jconv/examples/Segments.java");
        StringWriter said = new StringWriter();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-Xlint:all",
                    "-Werror",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString());
            assertTrue(
                    javac.getTask(said, files, null, options, null, files.getJavaFileObjects(source))
                            .call(),
                    said::toString);
        }
        Conv2d conv = Conv2d.builder()
                .inChannels(3)
                .outChannels(16)
                .kernelSize(3)
                .parallelism(1)
                .build();
        float[] x = numbers(3 * 224 * 224);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Method forward = loader.loadClass("io.github.jconv.examples.Segments")
                    .getMethod("forward", Conv2d.class, float[].class);
            assertArrayEquals(conv.forward(x, 1, 3, 224, 224), (float[]) forward.invoke(null, conv, x));
        }
    }

    @Test
    void aBlockWithNormalisationAndResidual() {
        Conv2d conv = Conv2d.builder()
                .inChannels(16)
                .outChannels(16)
                .kernelSize(1)
                .weight(numbers(256))
                .bias(numbers(16))
                .build();
        float[] x = numbers(16 * 32 * 40);
        float[] ones = new float[16];
        Arrays.fill(ones, 1);
        float[] y = ComingFromPyTorch.block(conv, numbers(16), ones, numbers(16), ones, x, x);
        float[] sums = conv.forward(x, 1, 16, 32, 40);
        for (int i = 0; i < y.length; i++) {
            int oc = i / (32 * 40);
            double norm = (sums[i] - numbers(16)[oc]) / Math.sqrt(1 + 1e-5) * numbers(16)[oc] + 1;
            assertEquals(Math.max(0, norm + x[i]), y[i], 1e-2f);
        }
    }

    @Test
    void layerChain() {
        List<Conv2d> layers = LayerChain.layers();
        float[] x = numbers(3 * 32 * 32);
        float[] y = LayerChain.forward(layers, x, 1, 3, 32, 32);
        assertEquals(32 * 16 * 16, y.length);
        float[] byHand = x;
        int[] shape = {1, 3, 32, 32};
        for (Conv2d layer : layers) {
            byHand = layer.forward(byHand, shape);
            for (int i = 0; i < byHand.length; i++) {
                byHand[i] = byHand[i] < 0 ? 0 : byHand[i];
            }
            shape = layer.outputShape(shape);
        }
        assertArrayEquals(byHand, y);
        assertTrue(Arrays.equals(numbers(x.length), x), "the input is the caller's");
    }

    /** A panorama has no first column: turned by some columns, its blur is turned as far. */
    @Test
    void panoramaHasNoSeam() {
        int height = 10;
        int width = 36;
        Panorama blur = new Panorama();
        float[] x = numbers(3 * height * width);
        float[] y = blur.blurred(x, height, width);
        assertEquals(x.length, y.length);
        assertNotEquals(x[5], y[5]);
        for (int columns : new int[] {1, 17, 35}) {
            assertArrayEquals(turned(y, columns, width), blur.blurred(turned(x, columns, width), height, width));
        }
    }

    @Test
    void onnxNode() {
        float[] weight = numbers(32 * 27);
        Conv2d conv = OnnxNode.layer(weight, null);
        assertEquals(
                "Conv2d(3, 32, kernel_size=(3, 3), stride=(2, 2), padding=same_upper, bias=False)", conv.toString());
        assertArrayEquals(weight, conv.weight());
        assertArrayEquals(new int[] {32, 112, 113}, conv.outputShape(3, 224, 225));
    }

    private static float[] turned(float[] rows, int columns, int width) {
        float[] turned = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            turned[i / width * width + (i % width + columns) % width] = rows[i];
        }
        return turned;
    }

    @Test
    void imageFilterSharpens() {
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                image.setRGB(x, y, x < 4 ? 0x405060 : 0x506070);
            }
        }
        BufferedImage sharp = new ImageFilter().sharpened(image);
        assertEquals(9, sharp.getWidth());
        assertEquals(7, sharp.getHeight());
        for (int y = 0; y < 7; y++) {
            assertEquals(0x405060, sharp.getRGB(0, y) & 0xffffff, "flat parts stay");
            assertEquals(0x304050, sharp.getRGB(3, y) & 0xffffff, "the dark side of the edge is darker by 16");
            assertEquals(0x607080, sharp.getRGB(4, y) & 0xffffff, "the light side is lighter by 16");
        }
    }

    @Test
    void serviceAnswersManyRequestsAtOnce() throws Exception {
        float[] x = numbers(3 * 20 * 30);
        Conv2d alone = Conv2d.builder()
                .inChannels(3)
                .outChannels(3)
                .groups(3)
                .kernelSize(3)
                .padding(1)
                .paddingMode("replicate")
                .weight(ninths())
                .bias(false)
                .build();
        byte[] expected = bytes(alone.forward(x, 3, 20, 30));
        try (FilterService service = new FilterService(0)) {
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(client.sendAsync(request(service, "/forward/20/30", x), BodyHandlers.ofByteArray()));
            }
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                assertEquals(OK, answer.get().statusCode());
                assertArrayEquals(expected, answer.get().body());
            }
        }
    }

    @Test
    void serviceTellsWhatItRefuses() throws Exception {
        try (FilterService service = new FilterService(0)) {
            assertRefused(service, "/forward/20/31", "input");
            assertRefused(service, "/forward/-1/30", "shape");
            assertRefused(service, "/forward/20/wide", "wide");
            assertRefused(service, "/forward/20", "3");
        }
    }

    private static void assertRefused(FilterService service, String path, String word) throws Exception {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(request(service, path, numbers(3 * 20 * 30)), BodyHandlers.ofByteArray());
        String message = new String(answer.body(), StandardCharsets.UTF_8);
        assertEquals(BAD_REQUEST, answer.statusCode(), message);
        assertTrue(message.contains(word), message);
    }

    private static HttpRequest request(FilterService service, String path, float[] x) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(x)))
                .build();
    }

    private static float[] ninths() {
        float[] weight = new float[27];
        Arrays.fill(weight, 1f / 9);
        return weight;
    }

    private static byte[] bytes(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 37 % 101 - 50) / 64f;
        }
        return numbers;
    }
}
