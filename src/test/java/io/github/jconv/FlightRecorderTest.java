// SPDX-License-Identifier: Apache-2.0
package io.github.jconv;

import static io.github.jconv.oracle.BitEquality.assertBits;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jconv.oracle.ConvCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flight Recorder's events, and that there are none unless they are asked for. */
class FlightRecorderTest {
    private static final String PLAN = "jconv.Plan";
    private static final String FORWARD = "jconv.Forward";

    private static final ConvCase CASE = ConvCase.parse("n2g1_ic8ih20iw24_oc16_kh3kw3_s1x1_p1x1_d1x1_zeros_b1_seed1");

    @TempDir
    Path folder;

    @Test
    void aForwardIsAnEvent() throws IOException {
        Conv2d conv = CASE.builder().build();
        conv.warmUp(CASE.shape());
        List<RecordedEvent> events = recorded(Map.of(FORWARD + "#enabled", "true"), conv, 3);
        assertEquals(3, events.size());
        Conv2dPlan plan = conv.plan(CASE.shape());
        for (RecordedEvent event : events) {
            assertEquals(conv.toString(), event.getString("layer"));
            assertEquals("(2, 8, 20, 24)", event.getString("inputShape"));
            assertEquals(plan.kernel(), event.getString("kernel"));
            assertEquals(plan.threads(), event.getInt("threads"));
            assertEquals(plan.multiplyAdds(), event.getLong("multiplyAdds"));
            assertTrue(event.getDuration().compareTo(Duration.ZERO) > 0);
            assertEquals(Thread.currentThread().getName(), event.getThread().getJavaName());
        }
    }

    @Test
    void aPlanIsAnEventOnceAShape() throws IOException {
        Conv2d conv = CASE.builder().parallelism(2).build();
        List<RecordedEvent> events = recorded(Map.of(PLAN + "#enabled", "true"), conv, 3);
        assertEquals(1, events.size());
        RecordedEvent event = events.get(0);
        Conv2dPlan plan = conv.plan(CASE.shape());
        assertEquals(conv.toString(), event.getString("layer"));
        assertEquals("(2, 8, 20, 24)", event.getString("inputShape"));
        assertEquals(plan.kernel(), event.getString("kernel"));
        assertEquals(plan.tile(), event.getString("tile"));
        assertEquals(plan.threads(), event.getInt("threads"));
        assertEquals(plan.slices(), event.getInt("slices"));
        assertEquals(plan.multiplyAdds(), event.getLong("multiplyAdds"));
        assertEquals(plan.scratchBytes(), event.getLong("scratchBytes"));
    }

    @Test
    void aRecordingThatDoesNotAskGetsNone() throws IOException {
        assertEquals(List.of(), recorded(Map.of(), CASE.builder().build(), 3));
    }

    @Test
    void aThresholdDropsShortForwards() throws IOException {
        Conv2d conv = CASE.builder().build();
        assertEquals(List.of(), recorded(Map.of(FORWARD + "#enabled", "true", FORWARD + "#threshold", "1 h"), conv, 3));
    }

    @Test
    void aRecordedForwardComputesTheSame() {
        Conv2d conv = CASE.builder().build();
        float[] expected = conv.forward(CASE.input(), CASE.shape());
        try (Recording recording = new Recording()) {
            recording.setSettings(Map.of(FORWARD + "#enabled", "true"));
            recording.start();
            assertBits(CASE, "recorded", expected, conv.forward(CASE.input(), CASE.shape()));
        }
    }

    /** The events of jconv while a layer runs {@code forwards} times. */
    private List<RecordedEvent> recorded(Map<String, String> settings, Conv2d conv, int forwards) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.setSettings(settings);
            recording.start();
            for (int i = 0; i < forwards; i++) {
                conv.forward(CASE.input(), CASE.shape());
            }
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("jconv."))
                .toList();
    }
}
