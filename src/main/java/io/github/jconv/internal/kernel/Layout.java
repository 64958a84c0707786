// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

/**
 * How a kernel lays out the work of one image.
 *
 * @param tile outputs in registers
 * @param axis where the lanes run
 * @param channelUnits units the output channels can be cut into
 * @param pixelUnits units the output pixels can be cut into
 * @param channelsShareInput whether each cut between channels costs a second reading of the input
 * @param planes the planes the kernel reads, or null if it does not read whole planes
 * @param strips the strips the kernel stages slice by slice, or null if it does not
 * @param regions the regions the kernel computes one after the other, or null if it does not
 * @param runs the runs of pixels that {@link RowLanes} cut into tiles, or null with other loops
 * @param rowTaps the taps of each row, for {@link RowLanes} and {@link ChannelLanes}, or null with other loops
 * @param winograd how tiles of Winograd with lanes along channels are cut, or null with other kernels
 * @param blocks how each slice stages its input, or null if the image is staged as a whole or not at all
 * @param sliceFloats scratch of one slice
 */
public record Layout(
        Tile tile,
        LaneAxis axis,
        int channelUnits,
        int pixelUnits,
        boolean channelsShareInput,
        PlaneLayout planes,
        StripLayout strips,
        RegionTiles regions,
        Runs runs,
        RowTaps rowTaps,
        WinogradBlock winograd,
        StagedBlocks blocks,
        int sliceFloats) {

    /** Without what only one kind of loops has. */
    public Layout(
            Tile tile,
            LaneAxis axis,
            int channelUnits,
            int pixelUnits,
            boolean channelsShareInput,
            PlaneLayout planes,
            StripLayout strips,
            int sliceFloats) {
        this(
                tile,
                axis,
                channelUnits,
                pixelUnits,
                channelsShareInput,
                planes,
                strips,
                null,
                null,
                null,
                null,
                null,
                sliceFloats);
    }

    /** The same for {@link RegionLanes}. */
    Layout with(RegionTiles regions) {
        return with(planes, regions, runs, rowTaps, winograd, blocks, sliceFloats);
    }

    /** The same for {@link RowLanes}. */
    Layout with(Runs runs, RowTaps rowTaps) {
        return with(planes, regions, runs, rowTaps, winograd, blocks, sliceFloats);
    }

    /** The same for {@link WinogradChannelSlice}. */
    Layout with(WinogradBlock winograd) {
        return with(planes, regions, runs, rowTaps, winograd, blocks, sliceFloats);
    }

    /** The same with other planes. */
    Layout with(PlaneLayout planes, StagedBlocks blocks, int sliceFloats) {
        RowTaps there = rowTaps == null ? null : rowTaps.in(planes);
        return with(planes, regions, runs, there, winograd, blocks, sliceFloats);
    }

    private Layout with(
            PlaneLayout planes,
            RegionTiles regions,
            Runs runs,
            RowTaps rowTaps,
            WinogradBlock winograd,
            StagedBlocks blocks,
            int sliceFloats) {
        return new Layout(
                tile,
                axis,
                channelUnits,
                pixelUnits,
                channelsShareInput,
                planes,
                strips,
                regions,
                runs,
                rowTaps,
                winograd,
                blocks,
                sliceFloats);
    }

    /** Whether each slice stages what it reads. */
    public boolean stagesBlocks() {
        return blocks != null;
    }

    /** Floats of the staged copy of one image. */
    public int stagedFloats() {
        return planes == null ? 0 : planes.stagedFloats();
    }
}
