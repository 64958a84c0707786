// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/** Working memory of one slice, of any content, and the objects that work in it: reused, so that a warm slice allocates nothing. */
public final class Scratch {
    /**
     * Floats before those that are read as whole vectors. G1 gives a large array regions of the heap of its own, and its first
     * float is 16 bytes behind their start: with these between, vectors of 16 lanes are lines of the cache.
     */
    static final int SLACK = 12;

    /** An array of so many floats is more than half of a region of the heap, and so begins one. */
    static final int REGION_FLOATS = regionFloats(Runtime.getRuntime().maxMemory());

    /** Ints every scratch has: room for the pieces of one panel row. */
    public static final int INTS = 512;

    private final int[] ints = new int[INTS];
    private final PixelLanes pixelLanes = new PixelLanes(this);
    private final ChannelLanes channelLanes = new ChannelLanes(this);
    private final RowLanes rowLanes = new RowLanes(this);
    private final RunLanes runLanes = new RunLanes(this);
    private final RegionLanes regionLanes = new RegionLanes(this);
    private final DepthwiseSlice depthwiseSlice = new DepthwiseSlice(this);
    private final WinogradSlice winograd = new WinogradSlice(this);
    private final WinogradChannelSlice winogradChannels = new WinogradChannelSlice(this);
    private float[] floats = new float[0];
    private float[][] rows = {};
    private float[] window = {};
    private final ImageCall windowCall = new ImageCall();
    private final ImageCall blockCall = new ImageCall();

    /**
     * Floats of half a region of a heap of so many bytes. G1, if not told otherwise, makes it of at most 2048 regions of a power of
     * two from 1 to 32 MB. Those of 1 MB count as of 2.
     */
    static int regionFloats(long heap) {
        return (int) Math.max(1 << 20, Math.min(1 << 24, Long.highestOneBit(heap / 2048 - 1))) / Float.BYTES;
    }

    public float[] floats() {
        return floats;
    }

    int[] ints() {
        return ints;
    }

    PixelLanes pixelLanes() {
        return pixelLanes;
    }

    ChannelLanes channelLanes() {
        return channelLanes;
    }

    DepthwiseSlice depthwiseSlice() {
        return depthwiseSlice;
    }

    RegionLanes regionLanes() {
        return regionLanes;
    }

    RunLanes runLanes() {
        return runLanes;
    }

    RowLanes rowLanes() {
        return rowLanes;
    }

    WinogradSlice winograd() {
        return winograd;
    }

    WinogradChannelSlice winogradChannels() {
        return winogradChannels;
    }

    /** An array of at least {@code length} floats for {@link Windows}, the same as long as it is long enough. */
    float[] window(int length) {
        if (window.length < length) {
            window = new float[length];
        }
        return window;
    }

    ImageCall windowCall() {
        return windowCall;
    }

    ImageCall blockCall() {
        return blockCall;
    }

    /** {@code count} arrays of {@code length} floats, the same at each call. */
    float[][] rows(int count, int length) {
        if (rows.length == 0) {
            rows = new float[count][length];
        }
        return rows;
    }

    /** Makes room for {@code length} floats; the content is lost. */
    public void reserve(int length) {
        if (floats.length < length) {
            floats = new float[length];
        }
    }
}
