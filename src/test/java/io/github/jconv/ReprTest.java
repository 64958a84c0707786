// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Strings as PyTorch prints them. */
class ReprTest {
    @Test
    void defaultsAreLeftOut() {
        assertRepr("Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))", layer(3, 16, 3, 3));
        assertRepr(
                "Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))",
                layer(3, 16, 3, 3).padding(0).dilation(1).groups(1).paddingMode("zeros"));
    }

    @Test
    void everythingElseIsNamed() {
        assertRepr(
                "Conv2d(16, 33, kernel_size=(3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1), bias=False,"
                        + " padding_mode=circular)",
                layer(16, 33, 3, 5)
                        .stride(2, 1)
                        .padding(4, 2)
                        .dilation(3, 1)
                        .bias(false)
                        .paddingMode("circular"));
        assertRepr(
                "Conv2d(16, 32, kernel_size=(3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1), groups=2, bias=False,"
                        + " padding_mode=reflect)",
                layer(16, 32, 3, 5)
                        .stride(2, 1)
                        .padding(4, 2)
                        .dilation(3, 1)
                        .groups(2)
                        .bias(false)
                        .paddingMode("reflect"));
    }

    @Test
    void onePartOfAPairIsEnough() {
        assertRepr(
                "Conv2d(1, 1, kernel_size=(1, 2), stride=(1, 1), padding=(0, 1))",
                layer(1, 1, 1, 2).padding(0, 1));
        assertRepr(
                "Conv2d(1, 1, kernel_size=(1, 2), stride=(1, 1), padding=(1, 0))",
                layer(1, 1, 1, 2).padding(1, 0));
        assertRepr(
                "Conv2d(1, 1, kernel_size=(1, 2), stride=(1, 1), dilation=(1, 2))",
                layer(1, 1, 1, 2).dilation(1, 2));
        assertRepr(
                "Conv2d(1, 1, kernel_size=(1, 2), stride=(1, 1), dilation=(2, 1))",
                layer(1, 1, 1, 2).dilation(2, 1));
    }

    @Test
    void wordsStayWords() {
        assertRepr(
                "Conv2d(4, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, groups=4, padding_mode=replicate)",
                layer(4, 8, 3, 3).padding("same").groups(4).paddingMode("replicate"));
        assertRepr(
                "Conv2d(4, 8, kernel_size=(1, 1), stride=(1, 1), padding=same)",
                layer(4, 8, 1, 1).padding("same"));
        assertRepr(
                "Conv2d(4, 8, kernel_size=(3, 3), stride=(2, 2), padding=valid)",
                layer(4, 8, 3, 3).padding("valid").stride(2));
    }

    private static Conv2dBuilder layer(int in, int out, int height, int width) {
        return Conv2d.builder().inChannels(in).outChannels(out).kernelSize(height, width);
    }

    private static void assertRepr(String expected, Conv2dBuilder builder) {
        assertEquals(expected, builder.build().toString());
    }
}
