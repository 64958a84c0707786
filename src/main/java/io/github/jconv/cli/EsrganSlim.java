// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Accuracy;
import io.github.jconv.Conv2d;
import io.github.jconv.io.Safetensors;
import io.github.jconv.io.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * ESRGAN-slim, which doubles the size of a picture, levels 0..255: a residual dense network (Zhang et al. 2018) of twelve
 * convolutions. Brackets are concatenations.
 *
 * <pre>
 * skip  = F_m1(input)                              3 -> 64 channels
 * f     = F_0(skip)                                64
 * lrl1  = LFF_1([f, relu(F_1_1(f))]) + f           68 -> 64
 * lrl2  = LFF_2([lrl1, relu(F_2_1(lrl1))]) + lrl1  68 -> 64
 * fdf   = GFF_2(GFF_1([lrl1, lrl2])) + skip        128 -> 64
 * up    = UPN3(relu(UPN2(relu(UPN1(fdf)))))        64 -> 64 -> 32 -> 12
 * output = SR(doubled(up))                         12 -> 3, nearest pixel doubled
 * </pre>
 *
 * <p>A concatenation costs nothing: its parts are written where the next layer reads them.
 */
final class EsrganSlim {
    static final int SCALE = 2;

    private static final String WEIGHTS = "esrgan/esrgan-slim-x2.safetensors";

    private final ConvStep fm1;
    private final ConvStep f0;
    private final ConvStep f11;
    private final ConvStep lff1;
    private final ConvStep f21;
    private final ConvStep lff2;
    private final ConvStep gff1;
    private final ConvStep gff2;
    private final ConvStep upn1;
    private final ConvStep upn2;
    private final ConvStep upn3;
    private final ConvStep sr;

    /** Of named weights; {@code threads} at most are used. */
    private EsrganSlim(Map<String, Tensor> weights, Accuracy accuracy, int threads) {
        fm1 = ConvStep.of("F_m1", false, weights, accuracy, threads);
        f0 = ConvStep.of("F_0", false, weights, accuracy, threads);
        f11 = ConvStep.of("F_1_1", true, weights, accuracy, threads);
        lff1 = ConvStep.of("LFF_1", false, weights, accuracy, threads);
        f21 = ConvStep.of("F_2_1", true, weights, accuracy, threads);
        lff2 = ConvStep.of("LFF_2", false, weights, accuracy, threads);
        gff1 = ConvStep.of("GFF_1", false, weights, accuracy, threads);
        gff2 = ConvStep.of("GFF_2", false, weights, accuracy, threads);
        upn1 = ConvStep.of("UPN1", true, weights, accuracy, threads);
        upn2 = ConvStep.of("UPN2", true, weights, accuracy, threads);
        upn3 = ConvStep.of("UPN3", false, weights, accuracy, threads);
        sr = ConvStep.of("SR", false, weights, accuracy, threads);
    }

    /** The network that comes with the program. */
    static EsrganSlim bundled(Accuracy accuracy, int threads) {
        try (InputStream in = EsrganSlim.class.getResourceAsStream(WEIGHTS)) {
            return new EsrganSlim(Safetensors.read(in), accuracy, threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The convolutions, in their order. */
    List<ConvStep> steps() {
        return List.of(fm1, f0, f11, lff1, f21, lff2, gff1, gff2, upn1, upn2, upn3, sr);
    }

    /**
     * How many pixels of the input beyond its own, on each side, an output sees. Every convolution is on the longest way
     * through the network; SR's radius of one doubled pixel is within one pixel of the input.
     */
    int receptiveRadius() {
        return steps().stream().mapToInt(ConvStep::radius).sum();
    }

    /** Whether this machine computes it with vectors. */
    boolean vectors() {
        return fm1.conv().plan(fm1.conv().inChannels(), 1, 1).lanes() > 1;
    }

    /** What the convolutions take beside {@link Buffers}: copies of all weights, and the most scratch of one. */
    long extraBytes(int h, int w) {
        long weights = 0;
        long most = 0;
        for (ConvStep step : steps()) {
            Conv2d conv = step.conv();
            weights += conv.parameterCount() * Float.BYTES;
            int scale = step == sr ? SCALE : 1;
            most = Math.max(
                    most, conv.plan(conv.inChannels(), scale * h, scale * w).peakExtraBytes());
        }
        return weights + most;
    }

    /** Has the code of a forward on {@code h} rows and {@code w} columns compiled. */
    void warmUp(int h, int w) {
        for (ConvStep step : steps()) {
            int scale = step == sr ? SCALE : 1;
            step.conv().warmUp(step.conv().inChannels(), scale * h, scale * w);
        }
    }

    /** What a forward reads, writes and keeps in between, in planes of {@code pixels} pixels at most. */
    final class Buffers {
        /** Red, green and blue of the input. */
        final float[] input;
        /** Red, green and blue of the output. */
        final float[] output;

        private final float[] skip;
        private final float[] first;
        private final float[] second;
        private final float[] work;

        /** As many floats a pixel as {@link #FLOATS_PER_PIXEL} says. */
        Buffers(int pixels) {
            input = new float[3 * pixels];
            output = new float[12 * pixels];
            skip = new float[64 * pixels];
            first = new float[68 * pixels];
            second = new float[128 * pixels];
            work = new float[64 * pixels];
        }
    }

    /** Of {@link Buffers}. */
    static final int FLOATS_PER_PIXEL = 3 + 12 + 64 + 68 + 128 + 64;

    /** Computes an input of {@code h} rows and {@code w} columns. */
    void forward(Buffers b, int h, int w, LayerTimes times) {
        int features = 64 * h * w;
        times.step(fm1, b.input, 0, b.skip, 0, h, w);
        times.step(f0, b.skip, 0, b.first, 0, h, w);
        times.step(f11, b.first, 0, b.first, features, h, w);
        times.stepAdd(lff1, b.first, b.first, b.second, h, w);
        times.step(f21, b.second, 0, b.second, features, h, w);
        times.step(lff2, b.second, 0, b.work, 0, h, w);
        // Not by the layer: its input is where the sum goes.
        times.other(() -> PlaneLoops.add(b.second, b.work, b.second, features, features));
        times.step(gff1, b.second, 0, b.work, 0, h, w);
        times.stepAdd(gff2, b.work, b.skip, b.first, h, w);
        times.step(upn1, b.first, 0, b.work, 0, h, w);
        times.step(upn2, b.work, 0, b.first, 0, h, w);
        times.step(upn3, b.first, 0, b.second, 0, h, w);
        times.other(() -> PlaneLoops.doubled(b.second, b.work, 12 * h, w));
        times.step(sr, b.work, 0, b.output, 0, SCALE * h, SCALE * w);
    }
}
