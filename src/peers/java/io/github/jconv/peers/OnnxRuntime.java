// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.jconv.jmh.network.Graph;
import io.github.jconv.jmh.network.Node;
import io.github.jconv.jmh.network.Shape;
import io.github.jconv.jmh.onnx.OnnxModel;
import io.github.jconv.oracle.ConvCase;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** ONNX Runtime in float32, on a model of one Conv. */
final class OnnxRuntime {
    private OnnxRuntime() {}

    static float[] forward(PeerLayer layer) throws OrtException {
        ConvCase c = layer.conv();
        Shape shape = new Shape(c.n(), c.ic(), c.ih(), c.iw());
        Node conv = new Node.Conv("conv", 0, c, false, layer.weight(), layer.bias());
        byte[] model = OnnxModel.of(new Graph("layer", shape, layer.input(), List.of(conv)));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            long[] sizes = {c.n(), c.ic(), c.ih(), c.iw()};
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor x = OnnxTensor.createTensor(environment, FloatBuffer.wrap(layer.input()), sizes);
                    OrtSession.Result result = session.run(Map.of("x", x))) {
                return floats((OnnxTensor) result.get(0));
            }
        }
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer values = tensor.getFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
    }
}
