// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Shape;
import io.github.jconv.jmh.onnx.OnnxModel;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on one model; input and output stay in direct buffers, so that no copy to Java is timed. */
public final class OrtModel implements ReadyLayer {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer values;

    /** A model of one Conv. */
    public OrtModel(ConvCase c, int threads) throws OrtException {
        this(Graph.of(c), threads);
    }

    /** A model of a network, optimised as far as it goes. */
    public OrtModel(Graph graph, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            // Its idle threads would take the cores of the next runner.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(OnnxModel.of(graph), options);
        }
        Shape result = graph.shape(graph.last());
        FloatBuffer x = direct(graph.shape().floats()).put(graph.input()).rewind();
        values = direct(result.floats());
        input = OnnxTensor.createTensor(environment, x, sizes(graph.shape()));
        output = OnnxTensor.createTensor(environment, values, sizes(result));
    }

    private static long[] sizes(Shape s) {
        return new long[] {s.n(), s.c(), s.h(), s.w()};
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Float.BYTES * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void run() {
        try {
            // The result does not own the output, so it needs no closing.
            session.run(Map.of("x", input), Map.of("y", output));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] output() {
        float[] copy = new float[values.capacity()];
        values.duplicate().get(0, copy);
        return copy;
    }

    @Override
    public void close() {
        input.close();
        output.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
