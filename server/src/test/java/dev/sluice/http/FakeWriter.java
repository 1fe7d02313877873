// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.ingest.WriteOutcome;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Keeps what was written; answers as it was told.
final class FakeWriter implements PointWriter {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private volatile Supplier<WriteOutcome> answer = WriteOutcome.Accepted::new;

    /// Each write as `database precision text`.
    List<String> written() {
        return written;
    }

    /// When each came, of those that were handed on.
    List<Long> arrivals() {
        return arrivals;
    }

    void forget() {
        written.clear();
        arrivals.clear();
        answer = WriteOutcome.Accepted::new;
    }

    void answers(Supplier<WriteOutcome> next) {
        answer = next;
    }

    @Override
    public WriteOutcome write(
            Grant.ForDatabase grant,
            byte[] bytes,
            int size,
            Precision precision,
            OptionalLong arrivedNanos) {
        String text = new String(bytes, 0, size, StandardCharsets.UTF_8);
        arrivedNanos.ifPresent(arrivals::add);
        written.add(grant.database() + " " + precision + " " + text);
        return answer.get();
    }
}
