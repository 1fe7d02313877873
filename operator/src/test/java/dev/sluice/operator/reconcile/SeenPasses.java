// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what was told of passes. Safe for many threads.
public final class SeenPasses implements PassObserver {
    private final List<Result> results = new CopyOnWriteArrayList<>();

    @Override
    public void passed(Result result, Duration took) {
        assertThat(took).isPositive();
        results.add(result);
    }

    @Override
    public void gone() {
        results.clear();
    }

    /// Whether there were passes over an AppInstance that is there.
    public boolean isAnything() {
        return !results.isEmpty();
    }

    /// Since the AppInstance is there, the oldest first.
    List<Result> results() {
        return List.copyOf(results);
    }
}
