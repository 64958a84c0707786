// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The place of each value of a {@link Graph}. An array is used again once the last reader of its values has run, so that a
 * network keeps to little memory; a sum replaces the earlier of its terms if nothing reads that later, so that the convolution
 * which is the other one adds in place, and else its first term; a value is made where the first concatenation of it has it.
 */
final class Buffers {
    private static final int NONE = -1;

    private final Graph graph;
    /** Whose array a value is in: its own, or that of the concatenation it is part of. */
    private final int[] homes;

    private final int[] starts;
    private final int[] lastReaders;
    private final int[] slots;
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private final List<float[]> arrays = new ArrayList<>();

    Buffers(Graph graph) {
        this.graph = graph;
        this.homes = IntStream.rangeClosed(0, graph.last()).toArray();
        this.starts = new int[homes.length];
        this.lastReaders = new int[homes.length];
        this.slots = new int[homes.length];
        Arrays.fill(slots, NONE);
        for (int value = 1; value <= graph.last(); value++) {
            if (graph.nodes().get(value - 1) instanceof Node.Concat concat) {
                settle(concat, value);
            }
        }
        for (int value = 1; value <= graph.last(); value++) {
            for (int input : graph.nodes().get(value - 1).inputs()) {
                lastReaders[homes[input]] = value;
            }
        }
        for (int value = 1; value <= graph.last(); value++) {
            place(value);
        }
        sizes.forEach(size -> arrays.add(new float[size]));
    }

    /** Where a value is. */
    Place of(int value) {
        return value == 0 ? new Place(graph.input(), 0) : new Place(arrays.get(slots[homes[value]]), starts[value]);
    }

    /** Arrays beside the input. */
    int count() {
        return arrays.size();
    }

    /** Lets inputs live in their concatenation, but for the graph's own, other concatenations and those that have a home. */
    private void settle(Node.Concat concat, int value) {
        int start = 0;
        for (int input : concat.inputs()) {
            if (input > 0 && homes[input] == input && !(graph.nodes().get(input - 1) instanceof Node.Concat)) {
                homes[input] = value;
                starts[input] = start;
            }
            start += graph.shape(input).floats();
        }
    }

    private void place(int value) {
        Node node = graph.nodes().get(value - 1);
        int home = homes[value];
        if (slots[home] == NONE) {
            int term = node instanceof Node.Add add && home == value ? replaced(add, value) : NONE;
            slots[home] = term != NONE ? slots[term] : take(graph.shape(home).floats());
        }
        for (int input : node.inputs()) {
            int slot = slots[homes[input]];
            if (isLastReader(value, input) && slot != slots[home] && !free.contains(slot)) {
                free.add(slot);
            }
        }
    }

    /** The term of a sum in whose array it is made. */
    private int replaced(Node.Add add, int value) {
        int earlier = Math.min(add.first(), add.second());
        if (dies(earlier, value) && !graph.nodes().get(value - 2).inputs().contains(earlier)) {
            return earlier;
        }
        return dies(add.first(), value) ? add.first() : NONE;
    }

    /** Whether a value is an array of its own that nothing reads after the making of another. */
    private boolean dies(int value, int at) {
        return homes[value] == value && isLastReader(at, value);
    }

    /** The smallest free array that is large enough; else the largest, made larger; else a new one. */
    private int take(int floats) {
        Comparator<Integer> bySize = Comparator.comparing(sizes::get);
        Integer slot = free.stream()
                .filter(s -> sizes.get(s) >= floats)
                .min(bySize)
                .orElse(free.stream().max(bySize).orElse(null));
        if (slot == null) {
            sizes.add(floats);
            return sizes.size() - 1;
        }
        free.remove(slot);
        sizes.set(slot, Math.max(sizes.get(slot), floats));
        return slot;
    }

    /** Of the whole array; the graph's own input stays as it is. */
    private boolean isLastReader(int value, int input) {
        return input > 0 && lastReaders[homes[input]] == value;
    }
}
