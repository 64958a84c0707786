package io.github.jconv.jmh.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.oracle.ConvCase;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on a model of one Conv; input and output stay in direct buffers, so that no copy to Java is timed. */
public final class OrtLayer implements ReadyLayer {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer values;

    /** Optimised as far as it goes. */
    public OrtLayer(ConvCase c, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            // Its idle threads would take the cores of the next runner.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(OnnxModel.of(c), options);
        }
        Geometry g = c.geometry();
        FloatBuffer x = direct(c.inputLength()).put(c.input()).rewind();
        values = direct(g.n() * g.outImage());
        input = OnnxTensor.createTensor(environment, x, new long[] {c.n(), c.ic(), c.ih(), c.iw()});
        output = OnnxTensor.createTensor(environment, values, new long[] {c.n(), c.oc(), g.oh(), g.ow()});
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
