// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;

/// Every interval and size of the key cache (admin.md 1.5 and 1.6).
///
/// @param freshMin the shortest time for which a fetched set counts as fresh
/// @param freshMax the longest
/// @param freshDefault the time when the provider says nothing
/// @param refreshAtPercent after how much of that time the next fetch is due
/// @param jitterPercent how far due times are spread, both ways
/// @param demandWindow how long one fetch for an unknown key blocks the next, beyond the burst
/// @param demandBurst how many such fetches may follow each other
/// @param unknownKeyMemory how long a key ID that was just looked for in vain is not looked for
/// @param unknownKeysMax how many such IDs are remembered
/// @param backOffMin the pause after a failed fetch
/// @param backOffMax the longest pause, reached by doubling
/// @param staleMax how long a set serves after it stopped being fresh, while fetching fails
/// @param staleWarning how often that is told
/// @param discoveryMax how long a discovery document is believed
/// @param keysMax how many keys of a document are looked at
/// @param waitMax how long a token waits for a fetch that another one started
/// @param waitersMax how many tokens may wait so at once; the others are answered from what there
///   is
record KeyCacheLimits(
        Duration freshMin,
        Duration freshMax,
        Duration freshDefault,
        int refreshAtPercent,
        int jitterPercent,
        Duration demandWindow,
        int demandBurst,
        Duration unknownKeyMemory,
        int unknownKeysMax,
        Duration backOffMin,
        Duration backOffMax,
        Duration staleMax,
        Duration staleWarning,
        Duration discoveryMax,
        int keysMax,
        Duration waitMax,
        int waitersMax) {

    /// The limits of admin.md 1.6.
    static KeyCacheLimits standard() {
        return new KeyCacheLimits(
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                80,
                10,
                Duration.ofSeconds(30),
                2,
                Duration.ofSeconds(30),
                1024,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                100,
                Duration.ofSeconds(20),
                256);
    }
}
