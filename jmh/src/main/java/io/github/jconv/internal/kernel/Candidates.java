// SPDX-License-Identifier: Apache-2.0
package io.github.jconv.internal.kernel;

import io.github.jconv.internal.geometry.Geometry;
import io.github.jconv.internal.geometry.LayerSpec;
import io.github.jconv.internal.planner.Planner;
import io.github.jconv.internal.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the planner could have chosen for a layer, its choice among it: each a plan to be timed beside the others. */
public final class Candidates {
    /** Output pixels of a block, where the planner would stage an image as a whole. */
    private static final int BLOCK_PIXELS = 448;

    private static final int MOST_SLICES_A_THREAD = 16;

    /** {@link WinogradScratch#CHUNK} has room for as much. */
    private static final int MOST_DILATION = 16;

    private final Platform platform;
    private final List<Candidate> all = new ArrayList<>();

    private Candidates(Platform platform) {
        this.platform = platform;
    }

    /**
     * One way to compute a layer.
     *
     * @param estimate the planner's, in cycles of an image; 0 if it has none
     * @param chosen whether it is the planner's choice
     */
    public record Candidate(String name, Plan plan, double estimate, boolean chosen) {}

    /** Each tile and lane axis of the exact kernels for a layer of {@code EXACT}, on one thread. */
    public static List<Candidate> tiles(Geometry g, Platform platform) {
        Candidates candidates = new Candidates(platform);
        Plan choice = Planner.plan(g, platform, 1);
        candidates.add(name(choice), choice, true);
        boolean tiled = false;
        for (Kernel kernel : Kernels.ALL) {
            // The general kernel's loops are the pointwise kernel's.
            boolean again = tiled && KernelLayouts.hasTiles(kernel);
            if (again || !kernel.exact() || kernel instanceof ScalarKernel || !kernel.accepts(g, platform)) {
                continue;
            }
            tiled |= KernelLayouts.hasTiles(kernel);
            for (Layout layout : KernelLayouts.of(kernel, g, platform)) {
                candidates.addStaged(kernel, g, layout, choice);
            }
        }
        return candidates.all;
    }

    /** A layout as the planner would stage it; the chosen one also as it would not. */
    private void addStaged(Kernel kernel, Geometry g, Layout whole, Plan choice) {
        UnitSize unit = kernel.unitSize(g, whole, platform.lanes());
        Layout planned = whole.planes() == null ? whole : StagedBlocks.where(g, whole, unit, platform.lanes());
        boolean chosen = kernel == choice.kernel()
                && whole.tile().equals(choice.tile())
                && whole.axis() == choice.layout().axis();
        if (!chosen) {
            add(kernel, g, planned);
        } else if (planned.stagesBlocks()) {
            add(kernel, g, whole);
        } else if (whole.planes() != null && whole.planes().staged() && unit != null) {
            int units = Math.max(1, BLOCK_PIXELS / unit.pixels());
            if (units < whole.pixelUnits()) {
                add(kernel, g, StagedBlocks.cut(g, whole, unit, units, platform.lanes()));
            }
        }
    }

    /** The exact choice, and Winograd's lanes, whether they pay or not, for a layer of {@code FAST}; only the former if they cannot. */
    public static List<Candidate> accuracies(Geometry exact, Geometry fast, Platform platform) {
        Candidates candidates = new Candidates(platform);
        Plan choice = Planner.plan(fast, platform, 1);
        Plan direct = Planner.plan(exact, platform, 1);
        candidates.all.add(new Candidate(
                "EXACT: " + name(direct), direct, 0, choice.kernel().exact()));
        for (Kernel kernel : Kernels.ALL) {
            if (kernel instanceof WinogradKernel && platform.vectors() && canWinograd(fast)) {
                Layout layout = kernel.layout(fast, platform);
                candidates.add(kernel, fast, layout, !choice.kernel().exact());
                for (Layout other : candidates.otherLanes(fast, layout)) {
                    candidates.add(kernel, fast, other, false);
                }
            }
        }
        return candidates.all;
    }

    private static boolean canWinograd(Geometry g) {
        LayerSpec s = g.layer();
        boolean kernel = s.kh() == s.kw() && (s.kh() == 3 || s.kh() == 5) && s.sh() == 1 && s.sw() == 1;
        boolean dilation = s.dh() <= MOST_DILATION && s.dw() <= MOST_DILATION;
        return kernel && dilation && s.groups() == 1 && PlaneLayout.fits(WinogradKernel.tiled(g));
    }

    private List<Layout> otherLanes(Geometry g, Layout layout) {
        int lanes = platform.lanes();
        if (layout.axis() == LaneAxis.CHANNELS) {
            return MicroKernels.tiles(platform).stream()
                    .filter(tile -> WinogradSlice.fits(g, tile, lanes))
                    .map(tile -> WinogradSlice.layout(g, tile, lanes))
                    .toList();
        }
        return platform.registers() < 32
                ? List.of()
                : List.of(WinogradChannelSlice.layout(g, WinogradBlock.of(g, platform), lanes));
    }

    /** One thread, and the chosen layout in other cuts for so many threads; with more than one image also across them. */
    public static List<Candidate> cuts(Geometry g, Platform platform, int threads) {
        Candidates candidates = new Candidates(platform);
        Plan choice = Planner.plan(g, platform, threads);
        candidates.all.add(new Candidate(cut(choice), choice, 0, true));
        Plan alone = Planner.plan(g, platform, 1);
        candidates.addCut(alone, choice);
        if (g.n() > 1) {
            candidates.addCut(forced(alone, threads, true, 1, 1), choice);
        }
        Layout layout = alone.layout();
        for (int channels = 1; channels <= Math.min(2 * threads, layout.channelUnits()); channels++) {
            for (int slices = 1; slices <= MOST_SLICES_A_THREAD; slices *= 2) {
                int pixels = Math.min(slices * threads / channels, layout.pixelUnits());
                if (pixels > 0 && channels * pixels > 1) {
                    candidates.addCut(forced(alone, threads, false, channels, pixels), choice);
                }
            }
        }
        return candidates.all;
    }

    /** The choice for one thread. */
    public static Plan alone(Geometry g, Platform platform) {
        return Planner.plan(g, platform, 1);
    }

    /** The choice for several threads, or a cut where it would be for one, which wakes them whatever the work is. */
    public static Plan woken(Geometry g, Platform platform, int threads) {
        Plan alone = Planner.plan(g, platform, 1);
        Plan choice = Planner.plan(g, platform, threads);
        if (choice.threads() > 1) {
            return forced(alone, threads, choice.acrossImages(), choice.channelSlices(), choice.pixelSlices());
        }
        Layout layout = alone.layout();
        int pixels = layout.channelsShareInput() ? Math.min(threads, layout.pixelUnits()) : 1;
        return forced(alone, threads, false, Math.min(Math.max(1, threads / pixels), layout.channelUnits()), pixels);
    }

    private static Plan forced(Plan plan, int threads, boolean acrossImages, int channels, int pixels) {
        int used = acrossImages ? Math.min(threads, plan.geometry().n()) : Math.min(threads, channels * pixels);
        return new Plan(
                plan.geometry(), plan.kernel(), plan.layout(), plan.lanes(), used, acrossImages, channels, pixels);
    }

    private void addCut(Plan plan, Plan choice) {
        String name = cut(plan);
        if (!name.equals(cut(choice)) && all.stream().noneMatch(c -> c.name().equals(name))) {
            all.add(new Candidate(name, plan, 0, false));
        }
    }

    /** How a plan is cut. */
    public static String cut(Plan plan) {
        if (plan.threads() == 1) {
            return "one thread";
        }
        return plan.acrossImages()
                ? "across images"
                : plan.channelSlices() + " of channels by " + plan.pixelSlices() + " of pixels";
    }

    private void add(Kernel kernel, Geometry g, Layout layout) {
        add(kernel, g, layout, false);
    }

    private void add(Kernel kernel, Geometry g, Layout layout, boolean chosen) {
        Plan plan = new Plan(g, kernel, layout, platform.lanes(), 1, false, 1, 1);
        add(name(plan), plan, chosen);
    }

    private void add(String name, Plan plan, boolean chosen) {
        if (all.stream().noneMatch(c -> c.name().equals(name))) {
            all.add(new Candidate(name, plan, estimate(plan), chosen));
        }
    }

    /** Such as "general 14x2, rows, staged by blocks". */
    public static String name(Plan plan) {
        Layout layout = plan.layout();
        String name = plan.kernel().name() + " " + plan.tile();
        if (!KernelLayouts.hasTiles(plan.kernel()) && plan.kernel().exact()) {
            return name;
        }
        String axis = layout.axis().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean staged = layout.planes() != null && layout.planes().staged();
        return name + ", " + axis + (layout.stagesBlocks() ? ", by blocks" : staged ? ", staged" : "");
    }

    private double estimate(Plan plan) {
        if (!KernelLayouts.hasTiles(plan.kernel())) {
            return 0;
        }
        Geometry g = plan.geometry();
        TileChoice choice = new TileChoice(plan.tile(), plan.layout().axis());
        return g.layer().groups() * choice.cycles(g, g.layer().taps(), platform);
    }
}
