// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

/** What the header of a safetensors file says of a tensor; ordered as the data is. A class, as nobody asks whether two are equal. */
final class SafetensorsEntry implements Comparable<SafetensorsEntry> {
    private final String name;
    private final String dtype;
    private final int[] shape;
    private final long begin;
    private final long end;

    SafetensorsEntry(String name, String dtype, int[] shape, long begin, long end) {
        this.name = name;
        this.dtype = dtype;
        this.shape = shape;
        this.begin = begin;
        this.end = end;
    }

    String name() {
        return name;
    }

    String dtype() {
        return dtype;
    }

    int[] shape() {
        return shape;
    }

    /** The first of its bytes, counted from the end of the header. */
    long begin() {
        return begin;
    }

    /** The end of its bytes, exclusive. */
    long end() {
        return end;
    }

    @Override
    public int compareTo(SafetensorsEntry other) {
        return begin != other.begin ? Long.compare(begin, other.begin) : Long.compare(end, other.end);
    }

    /** For messages. */
    String label() {
        return "tensor '" + HeaderText.shortened(name) + "': ";
    }
}
