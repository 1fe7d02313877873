// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.auth.FailedAttempts.Slowed;
import dev.sluice.testkit.MovingClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which address is slowed, for how long, and what is remembered.
final class FailedAttemptsTest {
    private static final String ADDRESS = "192.0.2.7";
    private static final int ATTEMPTS_MAX = 3;
    private static final int ADDRESSES_MAX = 10;

    private final MovingClock clock = MovingClock.create();
    private final FailedAttempts attempts = new FailedAttempts(ATTEMPTS_MAX, ADDRESSES_MAX, clock);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(address);
        }
    }

    private boolean isSlowed(String address) {
        return attempts.isSlowed(address);
    }

    private static String neighbour(int number) {
        return "198.51.100." + number;
    }

    @Test
    void leavesAloneWhoStaysBelowTheLimit() {
        fail(ADDRESS, ATTEMPTS_MAX - 1);

        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @Test
    void slowsWhoReachesTheLimitUntilTheMinuteIsOver() {
        attempts.failed(ADDRESS);
        clock.advance(Duration.ofMillis(19_500));
        fail(ADDRESS, ATTEMPTS_MAX - 1);

        assertThat(attempts.refusal(ADDRESS))
                .hasValueSatisfying(slowed ->
                        assertThat(slowed.retryAfter()).isEqualTo(Duration.ofSeconds(41)));
        clock.advance(Duration.ofMillis(40_499));
        assertThat(attempts.refusal(ADDRESS))
                .hasValueSatisfying(
                        slowed -> assertThat(slowed.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
        clock.advance(Duration.ofMillis(1));
        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @Test
    void failuresOfAnEarlierMinuteDoNotCount() {
        fail(ADDRESS, ATTEMPTS_MAX - 1);
        clock.advance(FailedAttempts.WINDOW);
        fail(ADDRESS, ATTEMPTS_MAX - 1);

        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @Test
    void aClockThatIsSetBackEndsTheWindow() {
        fail(ADDRESS, ATTEMPTS_MAX);
        clock.advance(Duration.ofSeconds(-1));

        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, ::ffff:192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::9, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false"
    })
    void takesTheNetworkOfOneHostForOneAddress(String failing, String asking, boolean slowed) {
        fail(failing, ATTEMPTS_MAX);

        assertThat(isSlowed(asking)).isEqualTo(slowed);
    }

    @Test
    void aLimitOfZeroIsNone() {
        FailedAttempts unlimited = new FailedAttempts(0, ADDRESSES_MAX, clock);
        for (int i = 0; i < 1_000; i++) {
            unlimited.failed(ADDRESS);
        }

        assertThat(unlimited.refusal(ADDRESS)).isEmpty();
        assertThat(unlimited.addressCount()).isZero();
    }

    @Test
    void aTextThatIsNoAddressIsNeverSlowed() {
        fail("somewhere", ATTEMPTS_MAX);

        assertThat(isSlowed("somewhere")).isFalse();
    }

    @Test
    void tellsOfAWindowOnce() {
        fail(ADDRESS, ATTEMPTS_MAX);

        assertThat(attempts.refusal(ADDRESS).map(Slowed::untold)).hasValue(ATTEMPTS_MAX + 1);
        assertThat(attempts.refusal(ADDRESS).map(Slowed::untold)).hasValue(0);
    }

    @Test
    void countsWhatWasRefusedSinceItWasLastToldOf() {
        fail(ADDRESS, ATTEMPTS_MAX);
        for (int i = 0; i < 1 + 50; i++) {
            assertThat(attempts.refusal(ADDRESS)).isPresent();
        }
        assertThat(isSlowed(ADDRESS)).isTrue();
        clock.advance(FailedAttempts.WINDOW);
        fail(ADDRESS, ATTEMPTS_MAX);

        assertThat(attempts.refusal(ADDRESS).map(Slowed::untold)).hasValue(50 + ATTEMPTS_MAX + 1);
    }

    @Test
    void doesNotCountFailuresThatNeverLedToARefusal() {
        fail(ADDRESS, ATTEMPTS_MAX - 1);
        clock.advance(FailedAttempts.WINDOW);
        fail(ADDRESS, ATTEMPTS_MAX);

        assertThat(attempts.refusal(ADDRESS).map(Slowed::untold)).hasValue(ATTEMPTS_MAX + 1);
    }

    @Test
    void remembersNoMoreAddressesThanItMayInAFlood() {
        for (int i = 0; i < 100_000; i++) {
            attempts.failed(
                    "2001:db8:"
                            + Integer.toHexString(i >>> 16)
                            + ":"
                            + Integer.toHexString(i & 0xffff)
                            + "::1");
        }

        assertThat(attempts.addressCount()).isEqualTo(ADDRESSES_MAX);
    }

    @Test
    void forgetsTheOldestWindowFirst() {
        fail(ADDRESS, ATTEMPTS_MAX);
        clock.advance(Duration.ofSeconds(1));
        fail(neighbour(0), ATTEMPTS_MAX);
        for (int i = 1; i < ADDRESSES_MAX; i++) {
            attempts.failed(neighbour(i));
        }

        assertThat(isSlowed(ADDRESS)).isFalse();
        assertThat(isSlowed(neighbour(0))).isTrue();
    }

    @Test
    void slowsNewcomersAtOnceWhereAddressesCannotBeToldApart() {
        for (int i = 0; i < ADDRESSES_MAX; i++) {
            attempts.failed(neighbour(i));
        }
        attempts.failed(ADDRESS);

        assertThat(isSlowed(ADDRESS)).isTrue();
        assertThat(isSlowed(neighbour(9))).isFalse();
    }

    @Test
    void slowsNobodyWithoutFailureInAFlood() {
        for (int i = 0; i < 2 * ADDRESSES_MAX; i++) {
            fail(neighbour(i), ATTEMPTS_MAX);
        }

        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @Test
    void aFloodThatIsOverIsForgiven() {
        for (int i = 0; i < ADDRESSES_MAX; i++) {
            attempts.failed(neighbour(i));
        }
        clock.advance(FailedAttempts.WINDOW);
        attempts.failed(ADDRESS);

        assertThat(isSlowed(ADDRESS)).isFalse();
    }

    @Test
    void countsTheFailuresOfManyThreads() {
        FailedAttempts counted = new FailedAttempts(2_000, ADDRESSES_MAX, clock);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 2_000; i++) {
                threads.execute(() -> counted.failed(ADDRESS));
            }
        }

        assertThat(counted.refusal(ADDRESS)).map(Slowed::untold).hasValue(2_001);
    }
}
