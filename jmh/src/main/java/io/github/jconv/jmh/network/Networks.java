// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The convolutional parts of known networks on one image of 3 channels, batch norms folded into the convolutions. */
public final class Networks {
    private static final long SEED = 1;

    /** A network, and the side of the image that it is known for. */
    private record Known(int size, IntFunction<Graph> graph) {}

    private static final Map<String, Known> ALL = new LinkedHashMap<>();

    static {
        ALL.put("mobilenet_v1", new Known(224, Networks::mobilenetV1));
        ALL.put("vgg16", new Known(224, Networks::vgg16));
        ALL.put("resnet50", new Known(224, Networks::resnet50));
        ALL.put("esrgan_slim", new Known(128, Networks::esrganSlim));
    }

    private Networks() {}

    /** Their names. */
    public static Set<String> names() {
        return ALL.keySet();
    }

    /** The network of that name, on an image of the size it is known for. */
    public static Graph of(String name) {
        return of(name, known(name).size());
    }

    /** The network of that name on an image of {@code size} x {@code size}. */
    public static Graph of(String name, int size) {
        return known(name).graph().apply(size);
    }

    private static Known known(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException("no network: " + name);
        }
        return ALL.get(name);
    }

    /** Howard et al., "MobileNets": a 3x3 a channel, then a 1x1, 13 times. */
    private static Graph mobilenetV1(int size) {
        int[] channels = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
        int[] strides = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};
        GraphBuilder net = new GraphBuilder("mobilenet_v1", 3, size, size, SEED);
        int x = net.convRelu("conv0", 0, 32, 3, 2, 1);
        for (int i = 0; i < channels.length; i++) {
            int in = net.channels(x);
            x = net.convRelu("dw" + (i + 1), x, in, 3, strides[i], in);
            x = net.convRelu("pw" + (i + 1), x, channels[i], 1, 1, 1);
        }
        return net.build();
    }

    /** Simonyan and Zisserman, "Very Deep Convolutional Networks", configuration D. */
    private static Graph vgg16(int size) {
        int[] convolutions = {2, 2, 3, 3, 3};
        int[] channels = {64, 128, 256, 512, 512};
        GraphBuilder net = new GraphBuilder("vgg16", 3, size, size, SEED);
        int x = 0;
        for (int stage = 0; stage < channels.length; stage++) {
            for (int i = 0; i < convolutions[stage]; i++) {
                x = net.convRelu("conv" + (stage + 1) + "_" + (i + 1), x, channels[stage], 3, 1, 1);
            }
            x = net.maxPool("pool" + (stage + 1), x, 2, 2, 0);
        }
        return net.build();
    }

    /** He et al., "Deep Residual Learning", with the stride in the 3x3 as torchvision has it. */
    private static Graph resnet50(int size) {
        int[] blocks = {3, 4, 6, 3};
        GraphBuilder net = new GraphBuilder("resnet50", 3, size, size, SEED);
        int x = net.maxPool("maxpool", net.convRelu("conv1", 0, 64, 7, 2, 1), 3, 2, 1);
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int i = 0; i < blocks[stage]; i++) {
                String block = "layer" + (stage + 1) + "." + i + ".";
                x = bottleneck(net, block, x, 64 << stage, i == 0 && stage > 0 ? 2 : 1);
            }
        }
        return net.build();
    }

    private static int bottleneck(GraphBuilder net, String block, int x, int channels, int stride) {
        int y = net.convRelu(block + "conv1", x, channels, 1, 1, 1);
        y = net.convRelu(block + "conv2", y, channels, 3, stride, 1);
        y = net.conv(block + "conv3", y, 4 * channels, 1, 1);
        boolean same = net.channels(x) == 4 * channels;
        int shortcut = same ? x : net.conv(block + "downsample", x, 4 * channels, 1, stride);
        return net.addRelu(block + "add", y, shortcut);
    }

    /** A residual dense network (Zhang et al. 2018) that doubles a picture, as {@code jconv upscale} runs it. */
    private static Graph esrganSlim(int size) {
        GraphBuilder net = new GraphBuilder("esrgan_slim", 3, size, size, SEED);
        int skip = net.conv("F_m1", 0, 64, 3, 1);
        int f = net.conv("F_0", skip, 64, 3, 1);
        int lrl1 = denseBlock(net, "1", f);
        int lrl2 = denseBlock(net, "2", lrl1);
        int gff1 = net.conv("GFF_1", net.concat("GFF.concat", lrl1, lrl2), 64, 1, 1);
        int x = net.add("GFF.add", net.conv("GFF_2", gff1, 64, 3, 1), skip);
        x = net.convRelu("UPN1", x, 64, 5, 1, 1);
        x = net.convRelu("UPN2", x, 32, 3, 1, 1);
        x = net.conv("UPN3", x, 12, 3, 1);
        net.conv("SR", net.upsample("UPN.upsample", x), 3, 3, 1);
        return net.build();
    }

    private static int denseBlock(GraphBuilder net, String number, int x) {
        int grown = net.convRelu("F_" + number + "_1", x, 4, 3, 1, 1);
        int both = net.concat("LFF_" + number + ".concat", x, grown);
        return net.add("LFF_" + number + ".add", net.conv("LFF_" + number, both, 64, 1, 1), x);
    }
}
