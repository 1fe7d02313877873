// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.ingest.DatabaseCreation;
import dev.sluice.ingest.WriteOutcome;
import dev.sluice.ingest.WriteService;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.lineprotocol.ParsedLines;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import dev.sluice.model.UnixTime;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Parses line protocol and hands it to the write service. Lines without a timestamp all get the
/// same one, that of their arrival (data.md 1.6).
public final class LineProtocolWriter implements PointWriter {
    private final WriteService writes;
    private final @Nullable DatabaseCreation creation;
    private final boolean partial;
    private final InstantSource clock;

    /// Joins parser and write service.
    ///
    /// @param writes takes the parsed lines
    /// @param creation makes databases that are not there; null for a server that makes none
    /// @param partial whether good lines are stored when others are refused
    /// @param clock for lines without timestamp
    public LineProtocolWriter(
            WriteService writes,
            @Nullable DatabaseCreation creation,
            boolean partial,
            InstantSource clock) {
        this.writes = writes;
        this.creation = creation;
        this.partial = partial;
        this.clock = clock;
    }

    @Override
    public WriteOutcome write(
            Grant.ForDatabase grant,
            byte[] bytes,
            int size,
            Precision precision,
            OptionalLong arrivedNanos) {
        writes.awaitRoom();
        ParsedLines lines =
                LineProtocolParser.parse(
                        bytes,
                        0,
                        size,
                        precision,
                        arrivedNanos.orElseGet(this::nowNanos),
                        partial ? writes.knownColumns(grant) : writes.knownTables(grant));
        if (creation != null && lines.lineCount() > 0 && (partial || lines.rejected().isEmpty())) {
            creation.ensure(grant);
        }
        return partial ? writes.write(grant, lines) : writes.writeWhole(grant, lines);
    }

    private long nowNanos() {
        return UnixTime.nanos(clock.instant());
    }
}
