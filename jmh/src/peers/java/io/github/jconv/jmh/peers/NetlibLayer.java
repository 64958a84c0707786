// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.peers;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.oracle.ConvCase;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What could be done in Java without native code: im2col, then netlib's sgemm on the Vector API.
 *
 * <p>netlib's matrices are column-major, so it is told of the transposed ones: (pixels x outputs) = (pixels x taps) times
 * (taps x outputs). Threads share the work by rows of the column matrix, then by output channels.
 */
public final class NetlibLayer implements ReadyLayer {
    private final JavaBLAS blas;
    private final ConvCase c;
    private final Geometry g;
    private final int threads;
    private final int taps;
    private final float[] input;
    private final float[] weight;
    private final float[] bias;
    private final float[] columns;
    private final float[] output;

    /** Fails where there is no Vector API. */
    public NetlibLayer(ConvCase c, int threads) throws ReflectiveOperationException {
        this.blas = vectorBlas();
        this.c = c;
        this.g = CaseGeometry.of(c);
        this.threads = threads;
        this.taps = g.layer().taps();
        this.input = c.input();
        this.weight = c.weight();
        this.bias = c.biasValues();
        this.columns = new float[needsColumns() ? taps * g.outPlane() : 0];
        this.output = new float[g.n() * g.outImage()];
    }

    /**
     * Not {@code JavaBLAS.getInstance()}: that also loads the machine's native BLAS, for all to see, and PyTorch in the
     * same process then calls that instead of its own, at a tenth of the speed.
     */
    private static JavaBLAS vectorBlas() throws ReflectiveOperationException {
        Method instance = Class.forName("dev.ludovic.netlib.blas.VectorBLAS").getMethod("getInstance");
        instance.setAccessible(true);
        return (JavaBLAS) instance.invoke(null);
    }

    private boolean needsColumns() {
        return c.kh() * c.kw() > 1 || c.sh() > 1 || c.sw() > 1 || !g.unpadded();
    }

    @Override
    public void run() {
        for (int image = 0; image < c.n(); image++) {
            for (int group = 0; group < c.groups(); group++) {
                run(image, group);
            }
        }
    }

    private void run(int image, int group) {
        int first = (image * c.ic() + group * (c.ic() / c.groups())) * g.inPlane();
        if (needsColumns()) {
            share(taps, tap -> fillColumn(first, tap));
        }
        int ocg = c.oc() / c.groups();
        int parts = Math.min(threads, ocg);
        share(parts, part -> {
            int from = group * ocg + ocg * part / parts;
            int to = group * ocg + ocg * (part + 1) / parts;
            multiply(image, from, to, needsColumns() ? columns : input, needsColumns() ? 0 : first);
        });
    }

    private void multiply(int image, int from, int to, float[] matrix, int offset) {
        int pixels = g.outPlane();
        int at = image * g.outImage() + from * pixels;
        for (int oc = from; oc < to; oc++) {
            Arrays.fill(output, at + (oc - from) * pixels, at + (oc - from + 1) * pixels, bias[oc]);
        }
        blas.sgemm(
                "N",
                "N",
                pixels,
                to - from,
                taps,
                1,
                matrix,
                offset,
                pixels,
                weight,
                from * taps,
                taps,
                1,
                output,
                at,
                pixels);
    }

    private void fillColumn(int first, int tap) {
        int kw = tap % c.kw();
        int kh = tap / c.kw() % c.kh();
        int plane = first + tap / (c.kh() * c.kw()) * g.inPlane();
        int to = tap * g.outPlane();
        for (int oy = 0; oy < g.oh(); oy++) {
            int y = oy * c.sh() + kh * c.dh() - c.ph();
            for (int ox = 0; ox < g.ow(); ox++) {
                int x = ox * c.sw() + kw * c.dw() - c.pw();
                boolean inside = y >= 0 && y < c.ih() && x >= 0 && x < c.iw();
                columns[to++] = inside ? input[plane + y * c.iw() + x] : 0;
            }
        }
    }

    /** All of {@code 0 .. count - 1}, by the threads there are. */
    private void share(int count, IntConsumer work) {
        if (threads == 1) {
            for (int i = 0; i < count; i++) {
                work.accept(i);
            }
            return;
        }
        int parts = Math.min(threads, count);
        IntStream.range(0, parts).parallel().forEach(part -> {
            for (int i = count * part / parts; i < count * (part + 1) / parts; i++) {
                work.accept(i);
            }
        });
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public void close() {}
}
