// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.AddressBlock;
import dev.sluice.model.NetworkAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Counts failed attempts to authenticate by address, and slows the address that has too many
/// (admin.md 7). An address is an IPv4 address, or the /64 that one IPv6 host may choose from.
///
/// An attempt fails when it proves nobody: any 401, and the 403 of a data path for a token that
/// nobody has. A caller who is proved and may not do something guesses nothing, and does not count:
/// an administrator who is not listed, a database token that has ended or lacks a permission.
/// Otherwise one forgotten writer would lock out everything else behind its address.
///
/// A window of one minute begins with the first failure. Once the limit is reached, whatever comes
/// from the address until the end of the window is refused before its credential is verified, but
/// for what the [Gatekeeper] knows; requests whose credentials are verified at that very moment may
/// still fail beyond the limit.
///
/// Remembers no more addresses than it is told to; the one whose window is oldest is forgotten
/// first. When that window was not over, there are more failing addresses than can be told apart,
/// and the newcomer is slowed after its first failure. Addresses without failures are never slowed.
/// Safe for many threads.
public final class FailedAttempts {
    /// How long failures count together.
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int IPV6_PREFIX_BITS = 64;

    private final int attemptsMax;
    private final int addressesMax;
    private final InstantSource clock;
    private final SequencedMap<AddressBlock, Window> windows = new LinkedHashMap<>();
    private volatile boolean any;

    /// @param attemptsMax how many failures an address has in a window; 0 sets no limit
    /// @param addressesMax how many addresses are remembered
    /// @param clock for the windows
    public FailedAttempts(int attemptsMax, int addressesMax, InstantSource clock) {
        this.attemptsMax = attemptsMax;
        this.addressesMax = addressesMax;
        this.clock = clock;
    }

    /// A refusal.
    ///
    /// @param retryAfter when to come back, in whole seconds
    /// @param untold how many requests of the address failed or were refused since the last refusal
    ///   that was told of, this one included; 0 when this window was told of already
    record Slowed(Duration retryAfter, int untold) {}

    private static final class Window {
        private final Instant start;
        private final boolean full;
        private int failures;
        private int untold;
        private boolean told;

        /// @param full whether one failure is too many already
        Window(Instant start, boolean full, int untold) {
            this.start = start;
            this.full = full;
            this.untold = untold;
        }

        boolean isOver(Instant now) {
            // A clock that was set back must not make a window last.
            return now.isBefore(start) || !now.isBefore(start.plus(WINDOW));
        }
    }

    /// Whether an address is slowed now.
    ///
    /// @param address as a door names it; a text that is no address is never slowed
    boolean isSlowed(String address) {
        return any && network(address).map(one -> spent(one, clock.instant())).isPresent();
    }

    /// The refusal of a request, which counts, if its address is slowed now.
    ///
    /// @param address as [#isSlowed] has it
    Optional<Slowed> refusal(String address) {
        return any ? network(address).flatMap(this::refusal) : Optional.empty();
    }

    private synchronized Optional<Slowed> refusal(AddressBlock network) {
        Instant now = clock.instant();
        Window window = spent(network, now);
        if (window == null) {
            return Optional.empty();
        }
        window.untold++;
        int untold = window.told ? 0 : window.untold;
        if (!window.told) {
            window.told = true;
            window.untold = 0;
        }
        long millis = Duration.between(now, window.start.plus(WINDOW)).toMillis();
        return Optional.of(new Slowed(Duration.ofSeconds(Math.ceilDiv(millis, 1_000L)), untold));
    }

    /// The window of an address that has reached the limit, if it is not over.
    private synchronized @Nullable Window spent(AddressBlock network, Instant now) {
        Window window = windows.get(network);
        return window == null
                        || window.isOver(now)
                        || window.failures < (window.full ? 1 : attemptsMax)
                ? null
                : window;
    }

    /// Counts a failure.
    ///
    /// @param address as a door names it
    void failed(String address) {
        if (attemptsMax > 0) {
            network(address).ifPresent(this::failed);
        }
    }

    private synchronized void failed(AddressBlock network) {
        Instant now = clock.instant();
        Window window = windows.get(network);
        if (window == null || window.isOver(now)) {
            int carried = window != null && window.told ? window.untold : 0;
            windows.remove(network);
            window = new Window(now, !makeRoom(now), carried);
            windows.put(network, window);
            any = true;
        }
        window.failures++;
        window.untold++;
    }

    /// Forgets the oldest window where that is needed.
    ///
    /// @return whether it was over
    private boolean makeRoom(Instant now) {
        if (windows.size() < addressesMax) {
            return true;
        }
        return windows.pollFirstEntry().getValue().isOver(now);
    }

    private static Optional<AddressBlock> network(String address) {
        return NetworkAddress.parse(address).map(one -> AddressBlock.around(one, prefixBits(one)));
    }

    private static int prefixBits(NetworkAddress address) {
        return address.bits() == NetworkAddress.IPV6_BITS ? IPV6_PREFIX_BITS : address.bits();
    }

    /// How many addresses are remembered now.
    synchronized int addressCount() {
        return windows.size();
    }
}
