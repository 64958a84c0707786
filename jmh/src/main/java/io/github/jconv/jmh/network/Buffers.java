// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.jmh.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The array of each value of a {@link Graph}. An array is used again once the last reader of its value has run, so that a
 * network keeps to little memory; a sum replaces its first term if nothing reads that later.
 */
final class Buffers {
    private final Graph graph;
    private final int[] lastReaders;
    private final int[] slots;
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private final List<float[]> arrays = new ArrayList<>();

    Buffers(Graph graph) {
        this.graph = graph;
        this.lastReaders = lastReaders(graph);
        this.slots = new int[graph.last() + 1];
        for (int value = 1; value <= graph.last(); value++) {
            place(value);
        }
        sizes.forEach(size -> arrays.add(new float[size]));
    }

    /** Holds the value from index 0 on, and may be longer. */
    float[] of(int value) {
        return value == 0 ? graph.input() : arrays.get(slots[value]);
    }

    /** Arrays beside the input. */
    int count() {
        return arrays.size();
    }

    private void place(int value) {
        Node node = graph.nodes().get(value - 1);
        boolean inPlace = node instanceof Node.AddRelu add && isLastReader(value, add.first());
        slots[value] =
                inPlace ? slots[node.inputs().get(0)] : take(node.output().floats());
        for (int input : node.inputs()) {
            if (isLastReader(value, input) && slots[input] != slots[value] && !free.contains(slots[input])) {
                free.add(slots[input]);
            }
        }
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

    /** Of the array's values only: the graph's own input stays as it is. */
    private boolean isLastReader(int value, int input) {
        return input > 0 && lastReaders[input] == value;
    }

    private static int[] lastReaders(Graph graph) {
        int[] last = new int[graph.last() + 1];
        for (int value = 1; value <= graph.last(); value++) {
            for (int input : graph.nodes().get(value - 1).inputs()) {
                last[input] = value;
            }
        }
        return last;
    }
}
