// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCase.Padding;
import io.github.jconv.oracle.ExtendedCases;
import io.github.jconv.oracle.Oracle;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** ONNX's attributes make the layer that the oracle computes; what ONNX does not allow is refused. */
class OnnxConvBuilderTest {
    private static final Map<Padding, String> WORDS =
            Map.of(Padding.SAME_UPPER, "SAME_UPPER", Padding.SAME_LOWER, "SAME_LOWER", Padding.VALID, "VALID");

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void attributesOfAnyCase(@ForAll(supplier = ExtendedCases.Any.class) ConvCase any) {
        ConvCase c = ConvCase.parse(
                any.toString().replaceAll("_(?:zeros|re[a-z]+|circular)[,a-z]*(?:_repeats)?_b", "_zeros_b"));
        OnnxConvBuilder node = Conv2d.onnx()
                .strides(c.sh(), c.sw())
                .dilations(c.dh(), c.dw())
                .group(c.groups())
                .weight(c.weight(), c.oc(), c.ic() / c.groups(), c.kh(), c.kw())
                .bias(c.biasValues());
        if (c.padding() == Padding.AMOUNT) {
            node.pads(c.ph(), c.pw(), c.extension().bottom(), c.extension().right());
        } else {
            node.autoPad(WORDS.get(c.padding()));
        }
        Conv2d conv = node.build();
        assertBits(c, "ONNX", Oracle.forward(c), conv.forward(c.input(), c.shape()));
    }

    @Example
    void theDefaultsAreOnnxs() {
        Conv2d conv = node().build();
        assertEquals("Conv2d(4, 4, kernel_size=(3, 2), stride=(1, 1), bias=False)", conv.toString());
        assertNull(conv.bias());
        Conv2d explicit = node().autoPad("NOTSET")
                .pads(0, 0, 0, 0)
                .strides(1, 1)
                .dilations(1, 1)
                .kernelShape(3, 2)
                .group(1)
                .bias(null)
                .build();
        assertEquals(conv.toString(), explicit.toString());
        Conv2d absent = node().autoPad(null)
                .pads(null)
                .strides(null)
                .dilations(null)
                .kernelShape(null)
                .build();
        assertEquals(conv.toString(), absent.toString());
    }

    @Example
    void theReprSaysWhatWasBuilt() {
        assertEquals(
                "Conv2d(8, 4, kernel_size=(3, 2), stride=(2, 3), padding=same_lower, dilation=(1, 4), groups=2)",
                node().autoPad("SAME_LOWER")
                        .strides(2, 3)
                        .dilations(1, 4)
                        .group(2)
                        .bias(new float[4])
                        .build()
                        .toString());
    }

    @Example
    void theLayerHasItsOwnArrays() {
        float[] weight = new float[96];
        int[] pads = {1, 0, 0, 0};
        OnnxConvBuilder node = Conv2d.onnx().weight(weight, 4, 4, 3, 2).pads(pads);
        Conv2d conv = node.build();
        weight[0] = 1;
        pads[0] = 9;
        assertEquals(0, conv.weight()[0]);
        assertArrayEquals(new int[] {4, 8, 8}, node.build().outputShape(4, 9, 9));
    }

    @Example
    void accuracyAndParallelismAreTheLayers() {
        Conv2d fast = Conv2d.onnx()
                .weight(new float[32 * 32 * 9], 32, 32, 3, 3)
                .autoPad("SAME_UPPER")
                .accuracy(Accuracy.FAST)
                .parallelism(1)
                .build();
        assertEquals(1, fast.plan(32, 64, 64).threads());
        refused(node().accuracy(null), "accuracy=null: must be EXACT or FAST");
        assertThrows(IllegalArgumentException.class, () -> node().parallelism(0));
    }

    @Example
    void whatOnnxDoesNotAllowIsRefused() {
        refused(node().autoPad("SAME"), "autoPad=SAME: must be one of NOTSET, SAME_UPPER, SAME_LOWER, VALID");
        refused(node().autoPad("same_upper"), "autoPad=same_upper: must be one of");
        for (String word : WORDS.values()) {
            refused(node().autoPad(word).pads(0, 0, 0, 0), "pads=[0, 0, 0, 0]: must not be given with autoPad=" + word);
        }
        refused(node().pads(0, 0, -1, 0), "pads[2]=-1: must be at least 0");
        refused(node().pads(1, 1), "pads=[1, 1]: must be 4 values, (top, left, bottom, right), for two axes");
        refused(node().strides(0, 1), "strides[0]=0: must be at least 1");
        refused(node().strides(2), "strides=[2]: must be 2 values, (height, width), for two axes");
        refused(node().dilations(1, -3), "dilations[1]=-3: must be at least 1");
        refused(node().dilations(1, 1, 1), "dilations=[1, 1, 1]: must be 2 values");
        refused(node().kernelShape(2, 3), "kernelShape=[2, 3]: must be that of the weights, [3, 2]");
        refused(node().kernelShape(3), "kernelShape=[3]: must be that of the weights, [3, 2]");
        refused(node().group(0), "group=0: must be at least 1");
        refused(node().group(3), "weight.shape[0]=4: must be divisible by group 3");
    }

    @Example
    void weightsAndBiasOfAnotherSizeAreRefused() {
        refused(Conv2d.onnx(), "weight=null: W must be given, with its shape (M, C/group, kH, kW)");
        refused(Conv2d.onnx().weight(null, 1, 1, 1, 1), "weight=null");
        refused(Conv2d.onnx().weight(new float[1], (int[]) null), "weight=null");
        refused(
                Conv2d.onnx().weight(new float[6], 2, 1, 3),
                "weight.shape=[2, 1, 3]: must be 4 values, (M, C/group, kH, kW), for two axes");
        refused(Conv2d.onnx().weight(new float[0], 1, 0, 3, 3), "weight.shape[1]=0: must be at least 1");
        refused(Conv2d.onnx().weight(new float[95], 4, 4, 3, 2), "weight.length=95: expected 96");
        refused(node().bias(new float[3]), "bias.length=3");
        int large = 1 << 16;
        refused(
                Conv2d.onnx().weight(new float[1], large, large, 1, 1).group(large),
                "group=65536: with weight.shape[1]=65536 there are 4294967296 input channels, more than 2147483639");
        refused(Conv2d.onnx().weight(new float[1], large, large, 1, 1), "weight of shape (65536, 65536, 1, 1)");
    }

    private static OnnxConvBuilder node() {
        return Conv2d.onnx().weight(new float[4 * 4 * 3 * 2], 4, 4, 3, 2);
    }

    private static void refused(OnnxConvBuilder node, String message) {
        String got = assertThrows(IllegalArgumentException.class, node::build).getMessage();
        org.junit.jupiter.api.Assertions.assertTrue(got.contains(message), got);
    }
}
