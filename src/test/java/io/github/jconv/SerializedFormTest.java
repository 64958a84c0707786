// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.internal.geometry.PaddingWord;
import io.github.jconv.oracle.ConvCase;
import io.github.jconv.oracle.Oracle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of earlier versions are read; what no jconv has written is refused, by a message where Java leaves the choice. */
class SerializedFormTest {
    /** As in the documentation; the array limit is for the small layers here. */
    private static final String FILTER =
            "maxdepth=3;maxrefs=20;maxbytes=100000;maxarray=2000;" + "io.github.jconv.**;java.lang.Enum;!*";

    /** The layers in the files that were written, one after the other, by each version. */
    private static final List<String> WRITTEN = List.of(
            "n2g2_ic4ih7iw9_oc6_kh3kw2_s1x2_p1x0_d2x1_reflect_b1_seed1",
            "n1g1_ic3ih8iw8_oc4_kh3kw3_s1x1_same_d1x1_circular_b0_seed2",
            "n1g1_ic3ih9iw5_oc2_kh2kw4_s2x1_valid_d1x1_replicate_b1_seed3",
            "n1g1_ic12ih24iw24_oc12_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed4");

    /** From version 2 on with paddings that PyTorch has not, and with an activation. */
    private static final List<String> LATEST = Stream.of(
                    Stream.of(WRITTEN.get(0)),
                    Stream.of(
                            "n1g1_ic2ih7iw6_oc2_kh4kw3_s2x3_sameupper_d1x1_zeros_b1_seed5",
                            "n1g1_ic2ih7iw6_oc2_kh4kw3_s3x2_samelower_d1x2_zeros,circular_b1_silu_seed6",
                            "n1g1_ic1ih2iw3_oc2_kh3kw3_s1x1_p1,0,7,2_d1x1_circular_repeats_b0_seed7"),
                    WRITTEN.stream().skip(1))
            .flatMap(each -> each)
            .toList();

    private static final float[] WEIGHT = new float[2 * 3 * 3];

    /** Version 0 had no accuracy at first; the last layer of the other files is of FAST. */
    @ParameterizedTest
    @ValueSource(strings = {"version0-exact", "version0", "version1", "version2"})
    void whatEarlierVersionsWroteIsRead(String file) throws Exception {
        boolean exact = file.endsWith("exact");
        try (InputStream bytes = SerializedFormTest.class.getResourceAsStream("serialized/" + file + ".ser");
                ObjectInputStream in = new ObjectInputStream(bytes)) {
            List<String> written = file.equals("version2") ? LATEST : WRITTEN;
            for (int i = 0; i < written.size(); i++) {
                ConvCase c = ConvCase.parse(written.get(i));
                Conv2d read = (Conv2d) in.readObject();
                boolean fast = !exact && i == written.size() - 1;
                Conv2d built = c.builder()
                        .accuracy(fast ? Accuracy.FAST : Accuracy.EXACT)
                        .build();
                assertEquals(built.toString(), read.toString());
                assertEquals(built.activation(), read.activation());
                assertArrayEquals(c.weight(), read.weight());
                assertArrayEquals(c.biasValues(), read.bias());
                assertEquals(
                        built.plan(c.shape()).kernel(), read.plan(c.shape()).kernel());
                float[] y = read.forward(c.input(), c.shape());
                assertBits(c, file, built.forward(c.input(), c.shape()), y);
                if (!fast) {
                    assertBits(c, file, Oracle.forward(c), y);
                }
            }
        }
    }

    @Test
    void theParallelismOfEarlierVersionsIsRead() throws Exception {
        try (InputStream bytes = SerializedFormTest.class.getResourceAsStream("serialized/version0.ser");
                ObjectInputStream in = new ObjectInputStream(bytes)) {
            int[] large = {1, 4, 400, 400};
            assertEquals(3, ((Conv2d) in.readObject()).plan(large).threads());
        }
    }

    /** A change of the bytes is a new version, and these go into a file of their own. */
    @Test
    void theLatestFileIsWhatIsWrittenNow() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            for (int i = 0; i < LATEST.size(); i++) {
                Conv2dBuilder layer = ConvCase.parse(LATEST.get(i)).builder();
                layer = i == 0 ? layer.parallelism(3) : layer;
                out.writeObject(
                        i == LATEST.size() - 1 ? layer.accuracy(Accuracy.FAST).build() : layer.build());
            }
        }
        String latest = "serialized/version" + SerializedConv2d.VERSION + ".ser";
        try (InputStream file = SerializedFormTest.class.getResourceAsStream(latest)) {
            assertArrayEquals(file.readAllBytes(), bytes.toByteArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void unknownVersionsAreRefused(int version) {
        assertRefused(
                "version=" + version + ": this jconv reads serialised layers of versions 0 to 2",
                form(version, PaddingWord.AMOUNT, 0, PaddingMode.ZEROS, Accuracy.EXACT));
    }

    @Test
    void whatIsMissingIsRefused() {
        assertRefused("padding=null", form(2, null, 0, PaddingMode.ZEROS, Accuracy.EXACT));
        assertRefused("paddingMode=null", form(2, PaddingWord.AMOUNT, 0, null, Accuracy.EXACT));
        assertRefused("accuracy=null", form(2, PaddingWord.AMOUNT, 0, PaddingMode.ZEROS, null));
    }

    @Test
    void aPaddingWordWithAmountsIsRefused() {
        for (PaddingWord word : new PaddingWord[] {PaddingWord.SAME, PaddingWord.VALID}) {
            assertRefused(
                    "padding=(1, 0): must be (0, 0) where it is given as a word",
                    form(2, word, 1, PaddingMode.ZEROS, Accuracy.EXACT));
        }
    }

    /** 0.5 is written as 3f000000; the other parameter of a slope is 0. */
    @Test
    void anActivationThatNoFactoryMakesIsRefused() throws Exception {
        byte[] bytes = written(Activation.leakyRelu(0.5f));
        int slope = positions(bytes, ByteBuffer.allocate(4).putFloat(0.5f).array())[0];
        assertEquals(Activation.leakyRelu(0.5f), read(bytes, FILTER));
        assertRefused("slope=NaN", tampered(bytes, slope, Float.NaN));
        assertRefused("slope=Infinity", tampered(bytes, slope, Float.POSITIVE_INFINITY));
        assertRefused("LEAKY_RELU: has no parameters 0.5, 2.0", tampered(bytes, slope + 4, 2));
        byte[] clamp = written(Activation.clamp(-2, 3));
        int lower = positions(clamp, ByteBuffer.allocate(4).putFloat(-2).array())[0];
        assertRefused("min=4.0: must be less than max 3.0", tampered(clamp, lower, 4));
        byte[] unknown = written(Activation.silu());
        unknown[positions(unknown, "SILU".getBytes(StandardCharsets.US_ASCII))[0]] = 'X';
        assertRefused("XILU", unknown);
    }

    @Test
    void norIsALayerWithOne() throws Exception {
        byte[] bytes = written(Conv2d.builder()
                .inChannels(1)
                .outChannels(1)
                .kernelSize(1)
                .activation(Activation.leakyRelu(0.625f))
                .build());
        int slope = positions(bytes, ByteBuffer.allocate(4).putFloat(0.625f).array())[0];
        assertEquals(Activation.leakyRelu(0.625f), ((Conv2d) read(bytes, FILTER)).activation());
        assertRefused("slope=NaN", tampered(bytes, slope, Float.NaN));
        assertRefused("LEAKY_RELU: has no parameters 0.625, 2.0", tampered(bytes, slope + 4, 2));
        bytes[positions(bytes, "LEAKY_RELU".getBytes(StandardCharsets.US_ASCII))[0]] = 'X';
        assertRefused("XEAKY_RELU", bytes);
    }

    private static byte[] tampered(byte[] bytes, int at, float value) {
        byte[] other = bytes.clone();
        ByteBuffer.wrap(other).putFloat(at, value);
        return other;
    }

    private static void assertRefused(String message, byte[] bytes) {
        Exception refusal = assertThrows(InvalidObjectException.class, () -> read(bytes, null));
        assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
    }

    @Test
    void tamperedSidesAndModesAreRefused() {
        assertRefused("paddingSides[bottom]=-1", sides(PaddingWord.AMOUNT, -1, 0, PaddingMode.ZEROS));
        assertRefused("paddingSides[right]=-2", sides(PaddingWord.AMOUNT, 0, -2, PaddingMode.ZEROS));
        assertRefused("paddingMode[1]=null", sides(PaddingWord.AMOUNT, 1, 1, null));
        assertRefused(
                "paddingSides=(0, 0, 1, 0): must be (0, 0, 0, 0) where padding is given as a word",
                sides(PaddingWord.SAME_LOWER, 1, 0, PaddingMode.ZEROS));
    }

    /** Version 1 had none of these fields; what a stream claims of them there is not looked at. */
    @Test
    void earlierVersionsHadTheSamePaddingOnBothSidesAndNoActivation() throws Exception {
        SerializedConv2d form = new SerializedConv2d(
                1,
                1,
                2,
                3,
                3,
                1,
                1,
                2,
                1,
                0,
                0,
                PaddingWord.AMOUNT,
                1,
                1,
                1,
                PaddingMode.REFLECT,
                null,
                false,
                Accuracy.EXACT,
                WEIGHT,
                new float[2],
                0,
                "RELU",
                0,
                0);
        Conv2d read = (Conv2d) read(written(form), null);
        assertEquals(
                "Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1), padding=(2, 1), padding_mode=reflect)",
                read.toString());
        assertEquals(Activation.none(), read.activation());
    }

    private static SerializedConv2d sides(PaddingWord word, int bottom, int right, PaddingMode widthMode) {
        return new SerializedConv2d(
                2,
                1,
                2,
                3,
                3,
                1,
                1,
                0,
                0,
                bottom,
                right,
                word,
                1,
                1,
                1,
                PaddingMode.ZEROS,
                widthMode,
                false,
                Accuracy.EXACT,
                WEIGHT,
                new float[2],
                0,
                null,
                0,
                0);
    }

    @Test
    void anyOtherNumberGivesALayerThatFitsItsArraysOrARefusal() throws Exception {
        byte[] bytes = written(layer());
        for (int tampered : new int[] {3, 0, -2, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            for (int at : positions(bytes, ByteBuffer.allocate(4).putInt(2).array())) {
                byte[] lying = bytes.clone();
                ByteBuffer.wrap(lying).putInt(at, tampered);
                assertReadsOrRefuses(lying);
            }
        }
    }

    @Test
    void anUnknownConstantIsRefused() throws Exception {
        for (String constant : new String[] {"REFLECT", "AMOUNT", "EXACT"}) {
            byte[] bytes = written(layer());
            int at = positions(bytes, constant.getBytes(StandardCharsets.US_ASCII))[0];
            bytes[at] = 'X';
            InvalidObjectException refusal =
                    assertThrows(InvalidObjectException.class, () -> read(bytes, null), constant);
            assertTrue(refusal.getMessage().contains("X" + constant.substring(1)), refusal::getMessage);
        }
    }

    /** Of a stream that lies about a length, Java reads past the end of the array or of the bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 19, 1000, -1, Integer.MIN_VALUE})
    void arrayLengthsThatLieAreRefused(int length) throws Exception {
        for (int at : arrayLengths()) {
            byte[] bytes = written(layer());
            ByteBuffer.wrap(bytes).putInt(at, length);
            assertReadsNothing(bytes, FILTER);
            assertReadsNothing(bytes, null);
        }
    }

    /** Java makes the array before it reads its content; only the reader's filter can forbid that. */
    @ParameterizedTest
    @ValueSource(ints = {2001, 1 << 28, Integer.MAX_VALUE})
    void aFilterRefusesLongArraysBeforeTheyAreMade(int length) throws Exception {
        for (int at : arrayLengths()) {
            byte[] bytes = written(layer());
            ByteBuffer.wrap(bytes).putInt(at, length);
            InvalidClassException refusal = assertThrows(InvalidClassException.class, () -> read(bytes, FILTER));
            assertTrue(refusal.getMessage().contains("REJECTED"), refusal::getMessage);
        }
    }

    @Test
    void theDocumentedFilterLetsLayersThroughAndNothingElse() throws Exception {
        ConvCase c = ConvCase.parse(WRITTEN.get(0));
        Conv2d conv = (Conv2d) read(written(c.builder().build()), FILTER);
        assertBits(c, "filtered", Oracle.forward(c), conv.forward(c.input(), c.shape()));
        assertThrows(InvalidClassException.class, () -> read(written(new ArrayList<>(List.of(1))), FILTER));
    }

    /** Whatever byte is another, the result is a legal layer or an exception that readers expect. */
    @Test
    void anyOtherByteGivesALayerOrARefusal() throws Exception {
        byte[] bytes = written(layer());
        for (int at = 0; at < bytes.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x10}) {
                byte[] other = bytes.clone();
                other[at] = (byte) value;
                assertReadsOrRefuses(other);
            }
        }
    }

    @Test
    void aStreamCutShortIsRefused() throws Exception {
        byte[] bytes = written(layer());
        for (int length = 0; length < bytes.length; length++) {
            assertReadsNothing(Arrays.copyOf(bytes, length), FILTER);
        }
    }

    private static Conv2d layer() {
        return Conv2d.builder()
                .inChannels(1)
                .outChannels(2)
                .kernelSize(3)
                .padding(2)
                .paddingMode(PaddingMode.REFLECT)
                .weight(WEIGHT)
                .bias(new float[2])
                .parallelism(2)
                .build();
    }

    /** Of a 3x3 layer of 1 to 2 channels, unless tampered with. */
    private static SerializedConv2d form(
            int version, PaddingWord padding, int ph, PaddingMode mode, Accuracy accuracy) {
        return new SerializedConv2d(
                version,
                1,
                2,
                3,
                3,
                1,
                1,
                ph,
                0,
                ph,
                0,
                padding,
                1,
                1,
                1,
                mode,
                mode,
                false,
                accuracy,
                WEIGHT,
                new float[2],
                0,
                null,
                0,
                0);
    }

    /** Where in {@link #layer}'s stream the lengths of bias and weight stand: before as many zeros. */
    private static int[] arrayLengths() throws IOException {
        byte[] bytes = written(layer());
        int bias = positions(bytes, ByteBuffer.allocate(12).putInt(2).array())[0];
        int weight = positions(bytes, ByteBuffer.allocate(4 + 4 * 18).putInt(18).array())[0];
        return new int[] {bias, weight};
    }

    private static int[] positions(byte[] bytes, byte[] wanted) {
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                found.add(at);
            }
        }
        assertTrue(!found.isEmpty());
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void assertRefused(String message, SerializedConv2d form) {
        Exception refusal = assertThrows(InvalidObjectException.class, () -> read(written(form), null));
        assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
    }

    private static void assertReadsNothing(byte[] bytes, String filter) {
        Exception refusal = assertThrows(Exception.class, () -> read(bytes, filter));
        assertTrue(isRefusal(refusal), refusal::toString);
    }

    private static void assertReadsOrRefuses(byte[] bytes) {
        Object read;
        try {
            read = read(bytes, FILTER);
        } catch (Exception e) {
            assertTrue(isRefusal(e), () -> Arrays.toString(e.getStackTrace()));
            return;
        }
        if (read instanceof Conv2d conv) {
            assertEquals(conv.parameterCount(), conv.weight().length + (conv.bias() == null ? 0 : conv.bias().length));
        }
    }

    /** A refusal, or an exception of Java's that its reading of streams throws by itself. */
    private static boolean isRefusal(Exception e) {
        return e instanceof IOException
                || e instanceof ClassNotFoundException
                || Arrays.stream(e.getStackTrace()).noneMatch(SerializedFormTest::isOfTheLibrary);
    }

    private static boolean isOfTheLibrary(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("io.github.jconv") && !name.equals(SerializedFormTest.class.getName());
    }

    private static byte[] written(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes, String filter) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            if (filter != null) {
                in.setObjectInputFilter(ObjectInputFilter.Config.createFilter(filter));
            }
            return in.readObject();
        }
    }
}
