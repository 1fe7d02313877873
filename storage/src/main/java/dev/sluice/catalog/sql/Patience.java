// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// How long to try again while a database does not answer.
///
/// @param most after which it is given up
/// @param end completed when the process is told to end, which gives it up at once
public record Patience(Duration most, CompletableFuture<?> end) {

    /// Of who is never told to end.
    public static Patience of(Duration most) {
        return new Patience(most, new CompletableFuture<>());
    }
}
