// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.jconv.Conv2d;
import io.github.jconv.PaddingMode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web service around one layer: {@code POST /forward/HEIGHT/WIDTH} with (3, height, width) floats, little-endian, is
 * answered with as many, blurred.
 */
final class FilterService implements AutoCloseable {
    private static final int MOST_BYTES = 64 << 20;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    // spotless:off
    // @start region="service"
    /** One for all requests. Each request has a thread, so a forward needs no more of them. */
    private final Conv2d blur = Conv2d.builder()
            .inChannels(3).outChannels(3).groups(3).kernelSize(3)
            .padding(1).paddingMode(PaddingMode.REPLICATE)
            .weight(ninths()).bias(false)
            .parallelism(1)
            .build();

    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final HttpServer server;

    FilterService(int port) throws IOException {
        blur.warmUp(3, 480, 640); // before the first request
        server = HttpServer.create(new InetSocketAddress(port), 0);
        server.setExecutor(threads);
        server.createContext("/forward/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            try {
                String[] path = exchange.getRequestURI().getPath().split("/"); // "", "forward", height, width
                float[] y = blur.forward(floats(body), 3, Integer.parseInt(path[2]), Integer.parseInt(path[3]));
                send(exchange, OK, bytes(y));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                // No number, or what the layer refuses: its message names parameter, value and limit.
                send(exchange, BAD_REQUEST, e.getMessage().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
    // @end
    // spotless:on

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static float[] floats(byte[] bytes) {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private static byte[] bytes(float[] floats) {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats);
        return bytes.array();
    }

    private static float[] ninths() {
        float[] weight = new float[3 * 9];
        Arrays.fill(weight, 1f / 9);
        return weight;
    }

    public static void main(String[] args) throws IOException {
        FilterService service = new FilterService(args.length > 0 ? Integer.parseInt(args[0]) : 8080);
        System.out.println("http://localhost:" + service.port() + "/forward/HEIGHT/WIDTH");
    }
}
