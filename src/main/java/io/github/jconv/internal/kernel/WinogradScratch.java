// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;

/**
 * Where the arrays of a {@link WinogradChannelSlice} lie in its scratch, and their pitches.
 *
 * <pre>
 *   [input: element][ic][tile of the block]   [half transformed: row][phase][tile]
 *   [sums: channel tile][group of tiles][element, SUMS_STEP floats: tile][channel]   [bias: channel]   [half transformed: 24 vectors]
 *   [outputs: row][pixel][lanes]   [turned: lanes][row][pixel]   [a square of lanes]
 * </pre>
 */
final class WinogradScratch {
    /** Columns of outputs that are transformed and turned at a time. */
    static final int CHUNK = 64;

    /** Vectors between the arrays: whole vectors are written behind what is wanted. */
    private static final int SLACK = 2;

    private static final int ELEMENTS = WinogradKernel.ELEMENTS;
    private static final int IN = WinogradTransforms.IN;
    private static final int MOST_OUT = WinogradTransforms.MOST_OUT;

    /** Input floats of an element. */
    final int elementFloats;

    /** The half transformed rows of a channel of the input, and floats from one of them to the next, and from phase to phase. */
    final int half;

    final int halfRow;
    final int phase;

    /** The sums of the first channel tile, and floats to the next one's. */
    final int sums;

    final int sumsStep;
    final int bias;
    final int halfSums;
    final int outputs;

    /** Outputs channel by channel, so many floats apart. */
    final int turned;

    final int turnedPitch;
    final int square;

    private final double floats;

    /** As large as it takes: {@link #floats} says whether an array holds it. */
    WinogradScratch(Geometry g, WinogradBlock block, int lanes) {
        LayerSpec s = g.layer();
        Tile tile = block.tile();
        int out = WinogradKernel.out(s);
        double element = s.icg() * (double) block.tiles() + SLACK * lanes;
        elementFloats = (int) element;
        // What the last tile reads of the tiles behind it: two columns for 4 outputs, four for 2.
        phase = block.segment() + MOST_OUT / out;
        halfRow = out * s.dw() * phase + SLACK * lanes;
        double groupSums = (double) ELEMENTS * WinogradTransforms.SUMS_STEP;
        double step = block.groups(block.tiles()) * groupSums;
        sumsStep = (int) step;
        turnedPitch = out * out * s.dw() * block.segment() + SLACK * lanes;
        double end = ELEMENTS * element;
        half = (int) end;
        end += IN * halfRow;
        sums = (int) end;
        end += block.channelTiles() * step;
        bias = (int) end;
        end += tile.vectors() * lanes;
        halfSums = (int) end;
        end += MOST_OUT * IN * lanes;
        outputs = (int) end;
        end += out * CHUNK * lanes;
        turned = (int) end;
        end += (double) lanes * turnedPitch;
        square = (int) end;
        floats = end + Turn.squareFloats(lanes);
    }

    /** All of it. */
    double floats() {
        return floats;
    }
}
