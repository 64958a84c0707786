// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import io.github.jconv.Activation;
import io.github.jconv.Conv2d;
import io.github.jconv.Conv2dPlan;
import io.github.jconv.jmh.AccuracyChoice;
import io.github.jconv.jmh.ReadyLayer;
import io.github.jconv.oracle.ConvCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A {@link Graph} in jconv: its nodes one after the other, in arrays allocated beforehand. A convolution applies its ReLU
 * itself, and adds the other term where it is the last of a sum's. A concatenation copies only what could not be made in
 * its place. What is left is done here, as the library has nothing else; with more than one thread and much to do, each
 * does a run of planes.
 */
public final class Chain implements ReadyLayer {
    private static final int KEPT_RUNS = 21;

    /** For a thread: handing work to another costs as much as a ReLU of about so many. */
    private static final int LEAST_FLOATS = 1 << 18;

    private record Step(String node, Part part, String kernel, double flops, Runnable work) {}

    /** Works on planes {@code from} to {@code to}. */
    private interface OnPlanes {
        void run(int from, int to);
    }

    private final Graph graph;
    private final int threads;
    private final AccuracyChoice accuracy;
    private final Buffers buffers;
    private final List<Step> steps = new ArrayList<>();
    private final long[][] nanos;
    private int runs;

    /** Builds all layers. */
    public Chain(Graph graph, int threads, AccuracyChoice accuracy) {
        this.graph = graph;
        this.threads = threads;
        this.accuracy = accuracy;
        this.buffers = new Buffers(graph);
        for (int value = 1; value <= graph.last(); value++) {
            Node node = graph.nodes().get(value - 1);
            if (node instanceof Node.Conv conv && endsIn(value) != null) {
                addWithSum(conv, value, endsIn(value));
                value++;
            } else if (node instanceof Node.Conv conv) {
                add(conv, value);
            } else if (node instanceof Node.MaxPool pool) {
                add(pool, value);
            } else if (node instanceof Node.Add sum) {
                add(sum, value);
            } else if (node instanceof Node.Concat concat) {
                add(concat, value);
            } else if (node instanceof Node.Upsample upsample) {
                add(upsample, value);
            }
        }
        this.nanos = new long[steps.size()][KEPT_RUNS];
    }

    /** The sum behind the convolution of a value, if that reads the value and nothing else does; else null. */
    private Node.Add endsIn(int value) {
        Node.Conv conv = (Node.Conv) graph.nodes().get(value - 1);
        boolean read = graph.nodes().stream()
                        .flatMap(node -> node.inputs().stream())
                        .filter(input -> input == value)
                        .count()
                == 1;
        boolean sum = value < graph.last() && graph.nodes().get(value) instanceof Node.Add;
        Node.Add next = sum ? (Node.Add) graph.nodes().get(value) : null;
        // The sum's array may be one that was the convolution's input until then.
        boolean apart =
                sum && buffers.of(value + 1).array() != buffers.of(conv.input()).array();
        return apart && read && !conv.relu() && next.inputs().contains(value) ? next : null;
    }

    private void addWithSum(Node.Conv node, int value, Node.Add sum) {
        ConvCase c = node.conv();
        Conv2d conv = layer(node, sum.relu());
        Place x = buffers.of(node.input());
        Place r = buffers.of(sum.first() == value ? sum.second() : sum.first());
        Place y = buffers.of(value + 1);
        int[] shape = c.shape();
        add(
                node,
                conv.plan(shape),
                " + add",
                () -> conv.forwardAdd(x.array(), x.start(), r.array(), r.start(), y.array(), y.start(), shape));
    }

    private Conv2d layer(Node.Conv node, boolean relu) {
        return accuracy.set(node.conv().builder())
                .weight(node.weight())
                .bias(node.bias())
                .activation(relu ? Activation.relu() : Activation.none())
                .parallelism(threads)
                .build();
    }

    private void add(Node.Conv node, Conv2dPlan plan, String also, Runnable work) {
        steps.add(new Step(node.name(), Part.CONV, plan.kernel() + " " + plan.tile() + also, node.flops(), work));
    }

    private void add(Node.Conv node, int value) {
        ConvCase c = node.conv();
        Conv2d conv = layer(node, node.relu());
        Place x = buffers.of(node.input());
        Place y = buffers.of(value);
        int[] shape = c.shape();
        add(node, conv.plan(shape), "", () -> conv.forward(x.array(), x.start(), y.array(), y.start(), shape));
    }

    private void add(Node.MaxPool node, int value) {
        Place x = buffers.of(node.input());
        Place y = buffers.of(value);
        add(node, Part.POOL, node.output(), (from, to) -> PlaneLoops.maxPool(node, x, y, from, to));
    }

    private void add(Node.Add node, int value) {
        Place a = buffers.of(node.first());
        Place b = buffers.of(node.second());
        Place y = buffers.of(value);
        int plane = node.output().plane();
        OnPlanes work = node.relu()
                ? (from, to) -> PlaneLoops.addRelu(a, b, y, from * plane, to * plane)
                : (from, to) -> PlaneLoops.add(a, b, y, from * plane, to * plane);
        add(node, Part.ADD, node.output(), work);
    }

    private void add(Node.Concat node, int value) {
        Place y = buffers.of(value);
        int plane = node.output().plane();
        for (int input : node.inputs()) {
            Shape shape = graph.shape(input);
            Place x = buffers.of(input);
            Place to = y;
            if (!x.equals(to)) {
                add(node, Part.COPY, shape, (first, end) -> x.copy(to, first * plane, end * plane));
            }
            y = y.plus(shape.floats());
        }
    }

    private void add(Node.Upsample node, int value) {
        Place x = buffers.of(node.input());
        Place y = buffers.of(value);
        add(node, Part.COPY, node.output(), (from, to) -> PlaneLoops.upsample(node, x, y, from, to));
    }

    /** Work on planes of {@code shape}. */
    private void add(Node node, Part part, Shape shape, OnPlanes work) {
        int planes = shape.planes();
        int tasks = Math.min(threads, 1 + shape.floats() / LEAST_FLOATS);
        Runnable all = tasks == 1
                ? () -> work.run(0, planes)
                : () -> IntStream.range(0, tasks)
                        .parallel()
                        .forEach(i -> work.run(planes * i / tasks, planes * (i + 1) / tasks));
        steps.add(new Step(node.name(), part, "-", 0, all));
    }

    /** The clock is read between the steps: a few dozen times in tens of milliseconds. */
    @Override
    public void run() {
        long before = System.nanoTime();
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).work().run();
            long after = System.nanoTime();
            nanos[i][runs % KEPT_RUNS] = after - before;
            before = after;
        }
        runs++;
    }

    @Override
    public float[] output() {
        Place y = buffers.of(graph.last());
        return Arrays.copyOfRange(
                y.array(), y.start(), y.start() + graph.shape(graph.last()).floats());
    }

    /** The steps in order, each with the median of its times in the last 21 runs. */
    public List<StepTime> times() {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> {
                    Step step = steps.get(i);
                    return new StepTime(step.node(), step.part(), step.kernel(), step.flops(), medianMicros(nanos[i]));
                })
                .toList();
    }

    private double medianMicros(long[] times) {
        long[] sorted = Arrays.copyOf(times, Math.min(runs, KEPT_RUNS));
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] * 1e-3;
    }

    @Override
    public void close() {}
}
