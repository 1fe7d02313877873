// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.ingest.WriteOutcome;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Keeps what was written; answers as it was told.
final class FakeWriter implements PointWriter {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile Supplier<WriteOutcome> answer = WriteOutcome.Accepted::new;

    /// Each write as `database precision text`.
    List<String> written() {
        return written;
    }

    void forget() {
        written.clear();
        answer = WriteOutcome.Accepted::new;
    }

    void answers(Supplier<WriteOutcome> next) {
        answer = next;
    }

    @Override
    public WriteOutcome write(
            Grant.ForDatabase grant, byte[] bytes, int size, Precision precision) {
        String text = new String(bytes, 0, size, StandardCharsets.UTF_8);
        written.add(grant.database() + " " + precision + " " + text);
        return answer.get();
    }
}
