// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Networks;
import io.github.jconv.jmh.network.Node;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models' bytes, read back by a reader of their own. */
class OnnxModelTest {
    /** The name of an optional input that a node does without. */
    private static final String NOT_GIVEN = "";

    private static ProtobufReader graph(Graph graph) {
        return new ProtobufReader(OnnxModel.of(graph)).message(7);
    }

    private static List<Long> integers(ProtobufReader node, String attribute) {
        return node.messages(5).stream()
                .filter(a -> a.text(1).equals(attribute))
                .findFirst()
                .orElseThrow()
                .numbers(8);
    }

    /** Every name that is read was made before, once; nothing made is left unread but the output. */
    @ParameterizedTest
    @CsvSource({
        "mobilenet_v1,Conv=27 Relu=27",
        "vgg16,Conv=13 MaxPool=5 Relu=13",
        "resnet50,Add=16 Conv=53 MaxPool=1 Relu=49",
        "esrgan_slim,Add=3 Concat=3 Conv=12 Relu=4 Resize=1"
    })
    void wellFormed(String name, String operators) {
        ProtobufReader graph = graph(Networks.of(name));
        Set<String> made = new HashSet<>(Set.of("x", NOT_GIVEN));
        Set<String> read = new HashSet<>();
        graph.messages(5).forEach(tensor -> assertTrue(made.add(tensor.text(8)), tensor.text(8)));
        for (ProtobufReader node : graph.messages(1)) {
            assertTrue(made.containsAll(node.texts(1)), () -> node.text(3) + " reads " + node.texts(1));
            read.addAll(node.texts(1));
            assertTrue(made.add(node.text(2)), node.text(2));
        }
        made.removeAll(read);
        made.remove(NOT_GIVEN);
        Map<String, Long> counts = new TreeMap<>(
                graph.messages(1).stream().collect(Collectors.groupingBy(n -> n.text(4), Collectors.counting())));

        assertEquals(Set.of("y"), made);
        assertEquals(
                operators, counts.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" ")));
    }

    @Test
    void oneConvolution() {
        ConvCase c = ConvCase.parse("n2g2_ic4ih9iw11_oc6_kh3kw5_s1x2_p0x3_d4x1_zeros_b1_seed1");
        ProtobufReader model = new ProtobufReader(OnnxModel.of(Graph.of(c)));
        ProtobufReader graph = model.message(7);
        ProtobufReader node = graph.message(1);
        ProtobufReader weight = graph.messages(5).get(0);
        float[] floats = new float[c.weight().length];
        ByteBuffer.wrap(weight.bytes(9))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);

        assertEquals(8, model.number(1));
        assertEquals(13, model.message(8).number(2));
        assertEquals(List.of("x", "conv.weight", "conv.bias"), node.texts(1));
        assertEquals(List.of("y"), node.texts(2));
        assertEquals(List.of(3L, 5L), integers(node, "kernel_shape"));
        assertEquals(List.of(1L, 2L), integers(node, "strides"));
        assertEquals(List.of(0L, 3L, 0L, 3L), integers(node, "pads"));
        assertEquals(List.of(4L, 1L), integers(node, "dilations"));
        assertEquals(2, node.messages(5).get(4).number(3));
        assertEquals(List.of(6L, 2L, 3L, 5L), weight.numbers(1));
        assertArrayEquals(c.weight(), floats);
        assertEquals(List.of(2L, 4L, 9L, 11L), dims(graph.message(11)));
        assertEquals(List.of(2L, 6L, 1L, 7L), dims(graph.message(12)));
    }

    private static List<Long> dims(ProtobufReader value) {
        ProtobufReader shape = value.message(2).message(1).message(2);
        return shape.messages(1).stream().map(dim -> dim.number(1)).toList();
    }

    private static ProtobufReader node(ProtobufReader graph, String operator) {
        return graph.messages(1).stream()
                .filter(n -> n.text(4).equals(operator))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void concatAndUpsample() {
        ProtobufReader graph = graph(Networks.of("esrgan_slim"));
        ProtobufReader concat = node(graph, "Concat");
        ProtobufReader resize = node(graph, "Resize");
        ProtobufReader scales = graph.messages(5).stream()
                .filter(tensor -> tensor.text(8).equals(resize.texts(1).get(2)))
                .findFirst()
                .orElseThrow();
        float[] floats = new float[4];
        ByteBuffer.wrap(scales.bytes(9))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(floats);

        assertEquals(List.of("F_0", "F_1_1"), concat.texts(1));
        assertEquals("axis", concat.message(5).text(1));
        assertEquals(1, concat.message(5).number(3));
        assertEquals(List.of("UPN3", NOT_GIVEN, "UPN.upsample.scales"), resize.texts(1));
        assertEquals(
                List.of("mode=nearest", "coordinate_transformation_mode=asymmetric", "nearest_mode=floor"),
                resize.messages(5).stream()
                        .map(a -> a.text(1) + "=" + a.text(4))
                        .toList());
        assertArrayEquals(new float[] {1, 1, 2, 2}, floats);
    }

    @Test
    void pool() {
        Graph graph = Networks.of("resnet50");
        ProtobufReader node = node(graph(graph), "MaxPool");

        assertTrue(graph.nodes().get(1) instanceof Node.MaxPool);
        assertEquals(List.of("conv1"), node.texts(1));
        assertEquals(List.of(3L, 3L), integers(node, "kernel_shape"));
        assertEquals(List.of(2L, 2L), integers(node, "strides"));
        assertEquals(List.of(1L, 1L, 1L, 1L), integers(node, "pads"));
    }
}
