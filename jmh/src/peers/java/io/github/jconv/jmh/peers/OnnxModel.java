package io.github.jconv.jmh.peers;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An ONNX model of one Conv with input "x" and output "y"; the numbers are the fields' in onnx.proto. */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int INTS = 7;

    private OnnxModel() {}

    static byte[] of(ConvCase c) {
        Geometry g = c.geometry();
        Protobuf node = new Protobuf()
                .text(1, "x")
                .text(1, "w")
                .text(1, "b")
                .text(2, "y")
                .text(3, "conv")
                .text(4, "Conv")
                .message(5, integers("kernel_shape", c.kh(), c.kw()))
                .message(5, integers("strides", c.sh(), c.sw()))
                .message(5, integers("pads", c.ph(), c.pw(), c.ph(), c.pw()))
                .message(5, integers("dilations", c.dh(), c.dw()))
                .message(
                        5, new Protobuf().text(1, "group").number(3, c.groups()).number(20, INT));
        Protobuf graph = new Protobuf()
                .message(1, node)
                .text(2, "layer")
                .message(5, tensor("w", c.weight(), c.oc(), c.ic() / c.groups(), c.kh(), c.kw()))
                .message(5, tensor("b", c.biasValues(), c.oc()))
                .message(11, value("x", c.n(), c.ic(), c.ih(), c.iw()))
                .message(12, value("y", c.n(), c.oc(), g.oh(), g.ow()));
        return new Protobuf()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, OPSET))
                .toByteArray();
    }

    private static Protobuf integers(String name, long... values) {
        return new Protobuf().text(1, name).numbers(8, values).number(20, INTS);
    }

    private static Protobuf tensor(String name, float[] values, long... dims) {
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return new Protobuf().numbers(1, dims).number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    private static Protobuf value(String name, long... dims) {
        Protobuf shape = new Protobuf();
        for (long dim : dims) {
            shape.message(1, new Protobuf().number(1, dim));
        }
        Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
