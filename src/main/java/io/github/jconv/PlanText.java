// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan for people: a line a fact, the values in a column. */
final class PlanText {
    private PlanText() {}

    static String of(Conv2dPlan plan) {
        Map<String, String> facts = facts(plan);
        int width = facts.keySet().stream().mapToInt(String::length).max().orElseThrow();
        return facts.entrySet().stream()
                .map(fact ->
                        fact.getKey() + " ".repeat(width + 2 - fact.getKey().length()) + fact.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> facts(Conv2dPlan plan) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("layer", plan.layer());
        if (!plan.activation().equals(Activation.none().toString())) {
            facts.put("activation", plan.activation());
        }
        facts.put("input shape", sizes(plan.inputShape()));
        facts.put("output shape", sizes(plan.outputShape()));
        facts.put("parameters", count(plan.parameters()));
        facts.put("multiply-adds", count(plan.multiplyAdds()));
        facts.put("receptive field", plan.receptiveHeight() + " x " + plan.receptiveWidth());
        facts.put("kernel", plan.kernel());
        facts.put("tile", plan.tile());
        facts.put("lanes along", plan.lanesAlong());
        facts.put("lanes", count(plan.lanes()));
        facts.put("slices", count(plan.slices()));
        facts.put("threads", count(plan.threads()));
        facts.put("bytes moved", count(plan.bytesMoved()));
        facts.put(
                "arithmetic intensity", String.format(Locale.ROOT, "%.1f operations/byte", plan.arithmeticIntensity()));
        facts.put("scratch bytes", count(plan.scratchBytes()));
        facts.put("packed weight bytes", count(plan.packedWeightBytes()));
        facts.put("peak extra bytes", count(plan.peakExtraBytes()));
        return facts;
    }

    private static String sizes(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
