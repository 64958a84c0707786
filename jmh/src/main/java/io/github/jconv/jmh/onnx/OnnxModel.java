// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.onnx;

import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Node;
import io.github.jconv.jmh.network.Shape;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A {@link Graph} as an ONNX model with input "x" and output "y"; the numbers are the fields' in onnx.proto. */
public final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int INTS = 7;
    private static final int STRING = 3;

    private final Graph graph;
    private final Protobuf out = new Protobuf();

    private OnnxModel(Graph graph) {
        this.graph = graph;
    }

    /** The bytes of the model. */
    public static byte[] of(Graph graph) {
        OnnxModel model = new OnnxModel(graph);
        model.write();
        return new Protobuf()
                .number(1, IR_VERSION)
                .message(7, model.out)
                .message(8, new Protobuf().text(1, "").number(2, OPSET))
                .toByteArray();
    }

    private void write() {
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            if (node instanceof Node.Conv conv) {
                write(conv, value(i + 1));
            } else if (node instanceof Node.MaxPool pool) {
                write(pool, value(i + 1));
            } else if (node instanceof Node.Add add) {
                write(add, value(i + 1));
            } else if (node instanceof Node.Concat concat) {
                write(concat, value(i + 1));
            } else if (node instanceof Node.Upsample upsample) {
                write(upsample, value(i + 1));
            }
        }
        out.text(2, graph.name())
                .message(11, value("x", graph.shape()))
                .message(12, value("y", graph.shape(graph.last())));
    }

    private void write(Node.Conv node, String y) {
        ConvCase c = node.conv();
        String weight = node.name() + ".weight";
        String bias = node.name() + ".bias";
        out.message(5, tensor(weight, node.weight(), c.oc(), c.ic() / c.groups(), c.kh(), c.kw()));
        out.message(5, tensor(bias, node.bias(), c.oc()));
        String sum = node.relu() ? node.name() + ".sum" : y;
        out.message(
                1,
                operator("Conv", node.name(), sum, value(node.input()), weight, bias)
                        .message(5, integers("kernel_shape", c.kh(), c.kw()))
                        .message(5, integers("strides", c.sh(), c.sw()))
                        .message(5, padding(c))
                        .message(5, integers("dilations", c.dh(), c.dw()))
                        .message(5, integer("group", c.groups())));
        if (node.relu()) {
            relu(node, sum, y);
        }
    }

    private static Protobuf padding(ConvCase c) {
        return switch (c.padding()) {
            case SAME_UPPER, SAME_LOWER -> string("auto_pad", c.padding().name());
            default ->
                integers(
                        "pads",
                        c.ph(),
                        c.pw(),
                        c.extension().bottom(),
                        c.extension().right());
        };
    }

    private void write(Node.MaxPool node, String y) {
        int padding = node.padding();
        out.message(
                1,
                operator("MaxPool", node.name(), y, value(node.input()))
                        .message(5, integers("kernel_shape", node.size(), node.size()))
                        .message(5, integers("strides", node.stride(), node.stride()))
                        .message(5, integers("pads", padding, padding, padding, padding)));
    }

    private void write(Node.Add node, String y) {
        String sum = node.relu() ? node.name() + ".sum" : y;
        out.message(1, operator("Add", node.name(), sum, value(node.first()), value(node.second())));
        if (node.relu()) {
            relu(node, sum, y);
        }
    }

    private void write(Node.Concat node, String y) {
        String[] inputs = node.inputs().stream().map(this::value).toArray(String[]::new);
        out.message(1, operator("Concat", node.name(), y, inputs).message(5, integer("axis", 1)));
    }

    /** The optional region of interest has an empty name: there is none. */
    private void write(Node.Upsample node, String y) {
        String scales = node.name() + ".scales";
        out.message(5, tensor(scales, new float[] {1, 1, 2, 2}, 4));
        out.message(
                1,
                operator("Resize", node.name(), y, value(node.input()), "", scales)
                        .message(5, string("mode", "nearest"))
                        .message(5, string("coordinate_transformation_mode", "asymmetric"))
                        .message(5, string("nearest_mode", "floor")));
    }

    private void relu(Node node, String x, String y) {
        out.message(1, operator("Relu", node.name() + ".relu", y, x));
    }

    private String value(int value) {
        if (value == 0) {
            return "x";
        }
        return value == graph.last() ? "y" : graph.nodes().get(value - 1).name();
    }

    private static Protobuf operator(String type, String name, String output, String... inputs) {
        Protobuf node = new Protobuf();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(3, name).text(4, type);
    }

    private static Protobuf integer(String name, long value) {
        return new Protobuf().text(1, name).number(3, value).number(20, INT);
    }

    private static Protobuf string(String name, String value) {
        return new Protobuf().text(1, name).text(4, value).number(20, STRING);
    }

    private static Protobuf integers(String name, long... values) {
        return new Protobuf().text(1, name).numbers(8, values).number(20, INTS);
    }

    private static Protobuf tensor(String name, float[] values, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return new Protobuf().numbers(1, dims).number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    private static Protobuf value(String name, Shape s) {
        Protobuf shape = new Protobuf();
        for (int dim : new int[] {s.n(), s.c(), s.h(), s.w()}) {
            shape.message(1, new Protobuf().number(1, dim));
        }
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
