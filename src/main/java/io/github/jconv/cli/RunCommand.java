// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.cli;

import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dBuilder;
import io.github.jconv.Conv2dPlan;
import io.github.jconv.io.Npy;
import io.github.jconv.io.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Convolves one NumPy file into another. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Computes nn.Conv2d of NumPy arrays.",
            "The files are .npy of float32, or of float16, which is widened; little-endian and in C order. The output is"
                    + " float32. The channels follow from the weight's shape (O, I, KH, KW) and the groups: O out,"
                    + " I * groups in."
        },
        footer = {"", "Example:", "  jconv run --input x.npy --weight w.npy --padding 1 --output y.npy"})
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            required = true,
            paramLabel = "X.npy",
            description = "The input, (N, C, H, W) or (C, H, W).")
    private Path input;

    @Option(
            names = "--weight",
            required = true,
            paramLabel = "W.npy",
            description = "The weight, (O, I, KH, KW), as in a state_dict.")
    private Path weight;

    @Option(names = "--bias", paramLabel = "B.npy", description = "The bias, (O); none by default.")
    private Path bias;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "Y.npy",
            description = "Receives the output; replaced if it is there.")
    private Path output;

    @Mixin
    private ConvOptions conv;

    @Option(names = "--groups", paramLabel = "G", description = "Blocks the channels are divided into; 1 by default.")
    private int groups = 1;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        OutputFile file = new OutputFile("--output", output);
        Tensor x = NpyOption.read("--input " + input, input, 3, 4);
        Tensor w = NpyOption.read("--weight " + weight, weight, 4);
        Tensor b = bias == null ? null : NpyOption.read("--bias " + bias, bias, 1);
        long start = System.nanoTime();
        Tensor y = forward(x, w, b);
        double millis = (System.nanoTime() - start) / 1e6;
        file.write(out -> Npy.write(y, out));
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "wrote %s (%s, %.1f ms)%n", file.path(), sizes(y.shape()), millis);
        return 0;
    }

    private static String sizes(int[] shape) {
        return Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    }

    private Tensor forward(Tensor x, Tensor w, Tensor b) {
        try {
            Conv2d layer = layer(w.shape(), w.data(), b);
            Conv2dPlan plan = layer.plan(x.shape());
            int[] shape = layer.outputShape(x.shape());
            Heap.require(
                    "--input " + input,
                    "the output of shape " + Arrays.toString(shape),
                    plan.bytesMoved() + plan.peakExtraBytes());
            return new Tensor(shape, layer.forward(x.data(), x.shape()));
        } catch (IllegalArgumentException e) {
            throw BadInput.of(e, names());
        }
    }

    private Conv2d layer(int[] oihw, float[] weights, Tensor b) {
        // The library would blame the channels, which follow from the groups.
        if (groups < 1 || (long) oihw[1] * groups > Integer.MAX_VALUE) {
            throw BadInput.of("--groups " + groups, "must be at least 1, and groups * " + oihw[1] + " below 2^31");
        }
        Conv2dBuilder builder = Conv2d.builder()
                .inChannels(oihw[1] * groups)
                .outChannels(oihw[0])
                .kernelSize(oihw[2], oihw[3])
                .groups(groups)
                .weight(weights);
        conv.applyTo(builder);
        return (b == null ? builder.bias(false) : builder.bias(b.data())).build();
    }

    private Map<String, String> names() {
        Map<String, String> names = ConvOptions.names();
        names.put("shape", "--input " + input);
        names.put("input", "--input " + input);
        names.put("output", "--input " + input);
        names.put("inChannels", "--weight " + weight);
        names.put("outChannels", "--weight " + weight);
        names.put("kernelSize", "--weight " + weight);
        names.put("weight", "--weight " + weight);
        names.put("bias", "--bias " + bias);
        return names;
    }
}
