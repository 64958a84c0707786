package io.github.jconv.jmh;

import io.github.jconv.Conv2d;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer and its input, written as one line such as {@code n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1}.
 *
 * @param n images; the other letters are those of PyTorch's parameters, {@code h} before {@code w}
 */
record Workload(int n, int g, int ic, int ih, int iw, int oc, int kh, int kw, int sh, int sw, int ph, int pw, int dh,
        int dw) {
    private static final Pattern LINE = Pattern.compile(
            "n(\\d+)g(\\d+)_ic(\\d+)ih(\\d+)iw(\\d+)_oc(\\d+)_kh(\\d+)kw(\\d+)_s(\\d+)x(\\d+)_p(\\d+)x(\\d+)_d(\\d+)x(\\d+)");

    /** Layers of ResNet-50, MobileNetV1 and others: one of each kind that a kernel treats differently. */
    static final List<String> LAYERS = List.of(
            "n1g1_ic64ih56iw56_oc64_kh3kw3_s1x1_p1x1_d1x1",
            "n1g1_ic256ih14iw14_oc1024_kh1kw1_s1x1_p0x0_d1x1",
            "n1g1_ic128ih56iw56_oc128_kh3kw3_s2x2_p1x1_d1x1",
            "n1g32_ic32ih112iw112_oc32_kh3kw3_s1x1_p1x1_d1x1",
            "n1g1_ic64ih56iw56_oc256_kh1kw1_s1x1_p0x0_d1x1",
            "n1g1_ic256ih56iw56_oc512_kh1kw1_s2x2_p0x0_d1x1",
            "n1g1_ic256ih14iw14_oc256_kh3kw3_s1x1_p1x1_d1x1",
            "n1g1_ic512ih7iw7_oc512_kh3kw3_s1x1_p1x1_d1x1",
            "n1g1_ic64ih64iw64_oc64_kh3kw3_s1x1_p2x2_d2x2",
            "n1g1_ic3ih224iw224_oc64_kh7kw7_s2x2_p3x3_d1x1",
            "n1g32_ic256ih28iw28_oc256_kh3kw3_s1x1_p1x1_d1x1",
            "n1g64_ic64ih112iw112_oc64_kh3kw3_s2x2_p1x1_d1x1",
            "n1g512_ic512ih14iw14_oc512_kh3kw3_s1x1_p1x1_d1x1",
            "n1g240_ic240ih28iw28_oc240_kh5kw5_s1x1_p2x2_d1x1");

    static Workload parse(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            throw new IllegalArgumentException("layer=" + line + ": expected a line like " + LAYERS.get(0));
        }
        int[] v = new int[m.groupCount()];
        for (int i = 0; i < v.length; i++) {
            v[i] = Integer.parseInt(m.group(i + 1));
        }
        return new Workload(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13]);
    }

    Conv2d layer(int parallelism) {
        return Conv2d.builder()
                .inChannels(ic).outChannels(oc).kernelSize(kh, kw).stride(sh, sw).padding(ph, pw).dilation(dh, dw)
                .groups(g).parallelism(parallelism).build();
    }

    int[] shape() {
        return new int[] {n, ic, ih, iw};
    }

    double flops() {
        return 2.0 * layer(1).multiplyAdds(shape());
    }
}
