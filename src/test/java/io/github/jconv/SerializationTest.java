// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.ConvCases;
import io.github.jconv.oracle.Oracle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SerializationTest {
    private static final float[] WEIGHT = new float[2 * 3 * 3];

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void theLayerReadBackIsTheSame(@ForAll(supplier = ConvCases.Any.class) ConvCase c) throws Exception {
        Conv2d conv = c.builder().build();
        Conv2d read = (Conv2d) read(written(conv));
        assertEquals(conv.toString(), read.toString());
        assertArrayEquals(conv.weight(), read.weight());
        assertArrayEquals(conv.bias(), read.bias());
        assertBits(c, "read back", Oracle.forward(c), read.forward(c.input(), c.shape()));
    }

    @Example
    void parallelismIsKept() throws Exception {
        Conv2dBuilder builder = Conv2d.builder().inChannels(32).outChannels(32).kernelSize(3);
        int[] shape = {1, 32, 64, 64};
        Conv2d three = (Conv2d) read(written(builder.parallelism(3).build()));
        assertEquals(3, three.plan(shape).threads());
    }

    @Example
    void accuracyIsKept() throws Exception {
        ConvCase c = ConvCase.parse("n1g1_ic64ih16iw16_oc64_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
        Conv2d fast = c.builder().accuracy(Accuracy.FAST).build();
        Conv2d read = (Conv2d) read(written(fast));
        assertEquals("winograd", read.plan(c.shape()).kernel());
        assertBits(c, "read back", fast.forward(c.input(), c.shape()), read.forward(c.input(), c.shape()));
    }

    @Example
    void manyThreadsReadAndUseIt() throws Exception {
        ConvCase c = ConvCase.parse("n2g1_ic8ih20iw20_oc9_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");
        byte[] bytes = written(c.builder().build());
        Conv2d shared = (Conv2d) read(bytes);
        float[] expected = Oracle.forward(c);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Void>> all = threads.invokeAll(Collections.nCopies(8, () -> {
                for (int i = 0; i < 20; i++) {
                    assertBits(c, "read together", expected, shared.forward(c.input(), c.shape()));
                    assertBits(c, "read alone", expected, ((Conv2d) read(bytes)).forward(c.input(), c.shape()));
                }
                return null;
            }));
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Example
    void tamperedParametersAreRefused() {
        assertRefused("inChannels=0", form(0, 2, 3, 1, 0, 1, 1, 0));
        assertRefused("outChannels=2: must be divisible by groups 3", form(3, 2, 3, 1, 0, 1, 3, 0));
        assertRefused("kernelSize[0]=0", form(1, 2, 0, 1, 0, 1, 1, 0));
        assertRefused("stride[0]=0", form(1, 2, 3, 0, 0, 1, 1, 0));
        assertRefused("padding[0]=-1", form(1, 2, 3, 1, -1, 1, 1, 0));
        assertRefused("dilation[0]=-1", form(1, 2, 3, 1, 0, -1, 1, 0));
        assertRefused("groups=0", form(1, 2, 3, 1, 0, 1, 0, 0));
        assertRefused("parallelism=-2", form(1, 2, 3, 1, 0, 1, 1, -2));
        assertRefused("paddingMode=null", new SerializedConv2d(layer(null), WEIGHT, null, 0));
    }

    @Example
    void tamperedArraysAreRefused() {
        LayerSpec layer = layer(PaddingMode.ZEROS);
        assertRefused("weight.length=17: expected 18", new SerializedConv2d(layer, new float[17], null, 0));
        assertRefused("weight=null", new SerializedConv2d(layer, null, null, 0));
        assertRefused("bias.length=3", new SerializedConv2d(layer, WEIGHT, new float[3], 0));
    }

    @Example
    void anUntamperedFormIsRead() throws Exception {
        Conv2d conv = (Conv2d) read(written(form(1, 2, 3, 1, 0, 1, 1, 0)));
        assertEquals("Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))", conv.toString());
    }

    @Example
    void aLayerWithoutItsFormIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
            out.writeShort(ObjectStreamConstants.STREAM_VERSION);
            out.writeByte(ObjectStreamConstants.TC_OBJECT);
            out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
            out.writeUTF(Conv2d.class.getName());
            out.writeLong(1);
            out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
            out.writeShort(0);
            out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
            out.writeByte(ObjectStreamConstants.TC_NULL);
        }
        assertThrows(InvalidObjectException.class, () -> read(bytes.toByteArray()));
    }

    @Example
    void theFormHoldsNoCompiledOrPackedState() throws IOException {
        Conv2d conv =
                Conv2d.builder().inChannels(16).outChannels(16).kernelSize(3).build();
        int fresh = written(conv).length;
        conv.forward(new float[16 * 400], 16, 20, 20);
        assertEquals(fresh, written(conv).length);
    }

    /** Of a 3x3 layer of 1 to 2 channels, unless tampered with. */
    private static SerializedConv2d form(
            int in, int out, int kernel, int stride, int padding, int dilation, int groups, int parallelism) {
        LayerSpec layer = new LayerSpec(
                in, out, kernel, 3, stride, 1, padding, 0, PaddingWord.AMOUNT, dilation, 1, groups, PaddingMode.ZEROS);
        return new SerializedConv2d(layer, WEIGHT, new float[2], parallelism);
    }

    private static LayerSpec layer(PaddingMode mode) {
        return new LayerSpec(1, 2, 3, 3, 1, 1, 0, 0, PaddingWord.AMOUNT, 1, 1, 1, mode);
    }

    private static void assertRefused(String message, SerializedConv2d form) {
        Exception refusal = assertThrows(InvalidObjectException.class, () -> read(written(form)));
        assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
