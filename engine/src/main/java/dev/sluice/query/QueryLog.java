// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The queries of this process, the last ones only: `system.queries` (data.md 5.13). In memory;
/// safe for many threads.
final class QueryLog {
    /// How many queries are remembered; older ones are forgotten.
    static final int ENTRIES_MAX = 300;

    /// The longest text that is remembered, in characters.
    private static final int TEXT_LENGTH_MAX = 4_096;

    private final InstantSource clock;
    private final Deque<Entry> entries = new ArrayDeque<>();

    QueryLog(InstantSource clock) {
        this.clock = clock;
    }

    /// How far a query is.
    enum Phase {
        /// It came.
        RECEIVED,
        /// Its text is understood.
        LOGICALLY_PLANNED,
        /// Its sources are chosen.
        PHYSICALLY_PLANNED,
        /// It runs.
        EXECUTION_PERMIT,
        /// It ended with its last row.
        SUCCESS,
        /// It ended with an error.
        FAIL,
        /// It was ended from outside.
        CANCEL;

        /// As the table shows it.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isRunning() {
            return compareTo(SUCCESS) < 0;
        }
    }

    /// What is known of a query when it comes.
    ///
    /// @param text of the user
    /// @param type its language, or what the door calls it
    /// @param traceId of the client, or null
    record Asked(String text, String type, @Nullable String traceId) {
        Asked {
            text = text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
        }

        static Asked of(QueryRequest request) {
            QueryRequest.Options options = request.options();
            String type =
                    options.queryType().isEmpty() ? word(request.language()) : options.queryType();
            return new Asked(request.text(), type, options.traceId());
        }

        static Asked influxql(String text) {
            return new Asked(text, word(QueryRequest.Language.INFLUXQL), null);
        }

        private static String word(QueryRequest.Language language) {
            return language.name().toLowerCase(Locale.ROOT);
        }
    }

    /// A query as it comes.
    synchronized Entry begin(long databaseId, Asked asked) {
        Entry entry = new Entry(databaseId, asked, clock.instant());
        entries.addLast(entry);
        if (entries.size() > ENTRIES_MAX) {
            entries.removeFirst();
        }
        return entry;
    }

    /// The queries of a database, oldest first.
    synchronized List<Entry> of(long databaseId) {
        List<Entry> result = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.databaseId == databaseId) {
                result.add(entry);
            }
        }
        return result;
    }

    /// One query. The thread that works for it writes, any other reads.
    final class Entry {
        private final UUID id = UUID.randomUUID();
        private final long databaseId;
        private final Asked asked;
        private final Instant issued;
        private Phase phase = Phase.RECEIVED;
        private ScanSize read = ScanSize.NONE;
        private @Nullable Instant waiting;
        private @Nullable Instant begun;
        private @Nullable Instant planned;
        private @Nullable Instant ended;

        private Entry(long databaseId, Asked asked, Instant issued) {
            this.databaseId = databaseId;
            this.asked = asked;
            this.issued = issued;
        }

        /// It waits for a place in which to run.
        synchronized void waits() {
            waiting = clock.instant();
        }

        /// It has one.
        synchronized void begun() {
            begun = clock.instant();
        }

        synchronized void reached(Phase next) {
            phase = next;
        }

        /// Its sources are chosen, and it runs.
        synchronized void planned(ScanSize size) {
            phase = Phase.PHYSICALLY_PLANNED;
            planned = clock.instant();
            read = size;
        }

        /// It runs; its stream tells how it ended.
        synchronized ResultStream until(ResultStream stream) {
            phase = Phase.EXECUTION_PERMIT;
            return new LoggedStream(stream, this);
        }

        /// It is over; only the first end counts.
        synchronized void end(Phase how) {
            if (phase.isRunning()) {
                phase = how;
                ended = clock.instant();
            }
        }

        /// It failed, or was ended from outside.
        void end(RuntimeException e) {
            boolean cancelled =
                    e instanceof ProblemException problem
                            && problem.problem().code().equals("query_cancelled");
            end(cancelled ? Phase.CANCEL : Phase.FAIL);
        }

        UUID id() {
            return id;
        }

        synchronized Phase phase() {
            return phase;
        }

        long issueNanos() {
            return Timestamps.toNanos(issued);
        }

        Asked asked() {
            return asked;
        }

        synchronized ScanSize read() {
            return read;
        }

        /// How long it waited for its place.
        synchronized @Nullable Long permitNanos() {
            return between(waiting, begun);
        }

        /// How long it took to plan, without that wait.
        synchronized @Nullable Long planNanos() {
            Long all = between(issued, planned);
            Long waited = between(waiting, begun);
            return all == null || waited == null ? null : all - waited;
        }

        synchronized @Nullable Long executeNanos() {
            return between(planned, ended);
        }

        synchronized @Nullable Long endNanos() {
            return between(issued, ended);
        }

        private static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
            return from == null || to == null ? null : Duration.between(from, to).toNanos();
        }
    }
}
