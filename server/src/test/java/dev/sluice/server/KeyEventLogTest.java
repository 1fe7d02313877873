// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oidc.KeyEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the log says of the provider's keys (admin.md 1.6).
final class KeyEventLogTest {
    private static final Duration TOOK = Duration.ofMillis(3);

    private static List<String> lines(KeyEvent... events) {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            KeyEventLog eventsLog = new KeyEventLog("the system's authorities");
            List.of(events).forEach(eventsLog);
            return log.lines();
        }
    }

    @Test
    void tellsWhichKeysMayNotSign() {
        assertThat(lines(new KeyEvent.Fetched(true, 2, 0, Map.of("weak", "1024 bits"), TOOK)))
                .containsExactly(
                        "the identity provider's keys changed"
                                + " [keys=\"2\", refused=\"{weak=1024 bits}\"]");
    }

    @Test
    void warnsOfKeysThatAreIgnored() {
        assertThat(lines(new KeyEvent.Fetched(true, 100, 7, Map.of(), TOOK)).getLast())
                .isEqualTo(
                        "the identity provider publishes too many keys, and the last are ignored"
                                + " [ignored=\"7\"]");
    }

    @Test
    void isQuietWhileTheKeysStayTheSame() {
        assertThat(lines(new KeyEvent.Fetched(false, 2, 7, Map.of("weak", "1024 bits"), TOOK)))
                .isEmpty();
    }

    @Test
    void tellsOnceThatAProviderIsBack() {
        KeyEvent away = new KeyEvent.FetchFailed("it is away", Duration.ofSeconds(4), TOOK);
        KeyEvent same = new KeyEvent.Fetched(false, 2, 0, Map.of(), TOOK);

        assertThat(lines(away, away, same, same))
                .hasSize(3)
                .last()
                .asString()
                .startsWith("the identity provider's keys are fetched again");
    }

    @Test
    void warnsOfAProviderThatIsAway() {
        assertThat(lines(new KeyEvent.FetchFailed("it is away", Duration.ofSeconds(4), TOOK)))
                .containsExactly(
                        "the identity provider's keys could not be fetched"
                                + " [reason=\"it is away\", nextTrySeconds=\"4\","
                                + " authorities=\"the system's authorities\"]");
        assertThat(lines(new KeyEvent.Stale(Duration.ofMinutes(5))))
                .containsExactly(
                        "the identity provider's keys are old and still in use"
                                + " [overdueSeconds=\"300\"]");
    }
}
