// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh;

import io.github.jconv.oracle.ConvCase;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer as an argument:
 *
 * <pre>
 *   resnet50_v1.5/layer1.0.conv2       one of the layers that come with the benchmarks
 *   64@56-64k3                         64 to 64 channels at 56x56, 3x3, padded so that the output is as large
 *   3@224x160-64k7x5s2p3d1g1n8         rows x columns, stride, padding, dilation, groups, batch
 *   n1g1_ic64ih56iw56_oc64_kh3kw3_...  as a test writes it
 * </pre>
 */
final class LayerText {
    static final String FORMS = "a layer's name, 64@56-128k3s2p1d1g1n1, or a case of a test";

    private static final String NETWORK = "layer";
    private static final Pattern SHORT = Pattern.compile(
            "(?<ic>\\d+)@(?<ih>\\d+)(?:x(?<iw>\\d+))?-(?<oc>\\d+)"
                    + "k(?<kh>\\d+)(?:x(?<kw>\\d+))?(?:s(?<s>\\d+))?(?:p(?<p>\\d+))?(?:d(?<d>\\d+))?(?:g(?<g>\\d+))?(?:n(?<n>\\d+))?");

    private LayerText() {}

    /**
     * The layer of a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Workload parse(String text) {
        for (Workload known : Workloads.defaults()) {
            if (known.name().equals(text)) {
                return known;
            }
        }
        Matcher m = SHORT.matcher(text);
        try {
            return m.matches() ? parse(text, m) : new Workload(NETWORK, text, 1, ConvCase.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no layer: " + text + "; expected " + FORMS, e);
        }
    }

    private static Workload parse(String text, Matcher m) {
        int d = number(m, "d", 1);
        int kh = number(m, "kh", 1);
        int kw = number(m, "kw", kh);
        boolean padded = m.group("p") != null;
        int s = number(m, "s", 1);
        int ih = number(m, "ih", 1);
        int[] numbers = {
            1,
            number(m, "n", 1),
            number(m, "ic", 1),
            ih,
            number(m, "iw", ih),
            number(m, "oc", 1),
            kh,
            kw,
            s,
            s,
            padded ? number(m, "p", 0) : d * (kh - 1) / 2,
            padded ? number(m, "p", 0) : d * (kw - 1) / 2,
            d,
            d,
            number(m, "g", 1)
        };
        StringBuilder line = new StringBuilder(NETWORK + "," + text);
        for (int number : numbers) {
            line.append(',').append(number);
        }
        return Workloads.parse(text, List.of(Workloads.COLUMNS, line.toString()))
                .get(0);
    }

    private static int number(Matcher m, String group, int otherwise) {
        return m.group(group) == null ? otherwise : Integer.parseInt(m.group(group));
    }
}
