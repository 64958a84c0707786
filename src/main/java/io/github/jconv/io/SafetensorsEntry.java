// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.io;

/**
 * What the header of a safetensors file says of a tensor; ordered as the data is.
 *
 * @param begin of its bytes, counted from the end of the header
 * @param end of its bytes, exclusive
 */
record SafetensorsEntry(String name, String dtype, int[] shape, long begin, long end)
        implements Comparable<SafetensorsEntry> {
    @Override
    public int compareTo(SafetensorsEntry other) {
        return begin != other.begin ? Long.compare(begin, other.begin) : Long.compare(end, other.end);
    }

    /** For messages. */
    String label() {
        return "tensor '" + HeaderText.shortened(name) + "': ";
    }
}
