// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.github.jconv.internal.geometry.CaseGeometry;
import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.oracle.ConvCase;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/** oneDNN on plain data; the weights are in the layout it asks for. Its threads come from OMP_NUM_THREADS. */
public class OneDnnLayer implements ReadyLayer {
    private final PointerScope scope = new PointerScope();
    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream stream = new stream(cpu);
    private final convolution_forward convolution;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory destination;
    private final long[] outputDims;

    /** Source and destination in nchw. */
    public OneDnnLayer(ConvCase c, int threads) {
        this(c, format_tag.nchw);
    }

    /** Source and destination in a layout. */
    OneDnnLayer(ConvCase c, format_tag layout) {
        Geometry g = CaseGeometry.of(c);
        long[] inputDims = {c.n(), c.ic(), c.ih(), c.iw()};
        long ocg = c.oc() / c.groups();
        long icg = c.ic() / c.groups();
        long[] weightDims = c.groups() == 1
                ? new long[] {c.oc(), c.ic(), c.kh(), c.kw()}
                : new long[] {c.groups(), ocg, icg, c.kh(), c.kw()};
        outputDims = new long[] {c.n(), c.oc(), g.oh(), g.ow()};
        format_tag oihw = c.groups() == 1 ? format_tag.oihw : format_tag.goihw;
        memory.desc biasDesc = desc(format_tag.x, c.oc());
        convolution_forward.primitive_desc plan = new convolution_forward.primitive_desc(
                cpu,
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                desc(layout, inputDims),
                desc(format_tag.any, weightDims),
                biasDesc,
                desc(layout, outputDims),
                new long[] {c.sh(), c.sw()},
                new long[] {c.dh() - 1, c.dw() - 1}, // 0 is dense
                new long[] {c.ph(), c.pw()},
                new long[] {c.ph(), c.pw()},
                new primitive_attr(),
                false);
        convolution = new convolution_forward(plan);
        destination = new memory(plan.dst_desc(), cpu);
        put(DNNL_ARG_SRC, memory(desc(format_tag.nchw, inputDims), c.input()), plan.src_desc());
        put(DNNL_ARG_WEIGHTS, memory(desc(oihw, weightDims), c.weight()), plan.weights_desc());
        put(DNNL_ARG_BIAS, memory(biasDesc, c.biasValues()), plan.bias_desc());
        arguments.put(DNNL_ARG_DST, destination);
    }

    private static memory.desc desc(format_tag layout, long... dims) {
        return new memory.desc(dims, data_type.f32, layout);
    }

    private memory memory(memory.desc desc, float[] values) {
        memory result = new memory(desc, cpu);
        new FloatPointer(result.get_data_handle()).put(values);
        return result;
    }

    private void put(int argument, memory plain, memory.desc wanted) {
        arguments.put(argument, reordered(plain, wanted));
    }

    private memory reordered(memory from, memory.desc wanted) {
        memory to = new memory(wanted, cpu);
        new reorder(from, to).execute(stream, from, to);
        stream._wait();
        return to;
    }

    @Override
    public final void run() {
        convolution.execute(stream, arguments);
        stream._wait();
    }

    @Override
    public final float[] output() {
        memory plain = reordered(destination, desc(format_tag.nchw, outputDims));
        int length = 1;
        for (long dim : outputDims) {
            length *= (int) dim;
        }
        float[] values = new float[length];
        new FloatPointer(plain.get_data_handle()).get(values);
        return values;
    }

    @Override
    public final void close() {
        scope.close();
    }
}
