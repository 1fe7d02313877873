// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome.Committed;
import dev.sluice.catalog.CommitOutcome.Refused;
import dev.sluice.catalog.CommitOutcome.Unknown;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.lineprotocol.KnownColumns;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.lineprotocol.ParsedLines;
import dev.sluice.lineprotocol.RejectedLine;
import dev.sluice.model.Action;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.UnixTime;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Stores parsed lines: checks them against the catalog, extends the schema where they need it,
/// logs them and makes them visible. When [#write] has returned, what it accepted survives a crash
/// and is in every later query (data.md 7.2, 7.12).
///
/// Called by the write door, from any thread. The only issuer of [CheckedBatch].
public final class WriteService {
    private static final Problem CONTENTION =
            Problem.busy(
                    "schema_contention",
                    "the schema is changed by too many writers at once, please try again later");

    private final Catalog catalog;
    private final Intake intake;
    private final IngestLimits limits;
    private final InstantSource clock;

    /// @param catalog knows databases, tables and columns
    /// @param intake where checked batches go
    /// @param limits how often to try again
    /// @param clock for retention
    public WriteService(Catalog catalog, Intake intake, IngestLimits limits, InstantSource clock) {
        this.catalog = catalog;
        this.intake = intake;
        this.limits = limits;
        this.clock = clock;
    }

    /// Waits until the buffer has room. To be called before a payload is parsed, so that whoever
    /// waits holds its bytes alone.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* when there is none in time, or when writes
    ///   cannot be taken for another reason
    public void awaitRoom() {
        intake.awaitRoom();
    }

    /// Stores the good lines of a payload and tells the bad ones.
    ///
    /// @param grant leave to write to the database
    /// @param lines the payload
    /// @throws dev.sluice.model.ProblemException *not found* `database_not_found`; *busy* when log,
    ///   buffer or catalog cannot follow; *too large* for a batch over the log's limit;
    ///   *unavailable* when storage has failed; *outcome unknown* when nobody can say whether the
    ///   schema was extended. Then no line was stored for certain; sending it again does no harm,
    ///   since points are idempotent
    /// @throws IllegalArgumentException for a grant to read
    public WriteOutcome write(Grant.ForDatabase grant, ParsedLines lines) {
        return write(grant, lines, true);
    }

    /// Stores a payload, in the same way, if all of it is good; else nothing of it.
    ///
    /// @param lines parsed with no column known, so that the schema's refusals are those of data.md
    ///   1.10 for whole writes
    public WriteOutcome writeWhole(Grant.ForDatabase grant, ParsedLines lines) {
        return write(grant, lines, false);
    }

    private WriteOutcome write(Grant.ForDatabase grant, ParsedLines lines, boolean partial) {
        if (grant.action() != Action.WRITE) {
            throw new IllegalArgumentException("a grant to read does not let anyone write");
        }
        intake.awaitRoom();
        CatalogSnapshot snapshot = catalog.snapshot();
        Problem refusal = CONTENTION;
        for (int attempt = 1; attempt <= limits.schemaAttemptsMax(); attempt++) {
            DatabaseEntry database = requireDatabase(snapshot, grant.database());
            SchemaCheck.Result result =
                    SchemaCheck.check(
                            snapshot, database, lines.tables(), UnixTime.nanos(clock.instant()));
            if (!partial && !lines.rejected().isEmpty()) {
                return new WriteOutcome.Unparsed(lines.rejected());
            }
            if (!partial && !result.rejected().isEmpty()) {
                return WholeWrite.refusal(snapshot, database, lines, result);
            }
            if (result.missing().isEmpty()) {
                return store(database, result, lines);
            }
            // Another writer can be first with another type for a column, or with the last table
            // that the limit allows. The next check then turns that into rejected lines.
            switch (catalog.commit(
                    new CatalogChange.ExtendSchema(database.id(), result.missing()))) {
                case Committed(CatalogSnapshot committed) -> snapshot = committed;
                case Refused(Problem problem) -> {
                    refusal = problem;
                    snapshot = catalog.snapshot();
                }
                case Unknown(Problem problem) -> throw problem.asException();
            }
        }
        throw refusal.asException();
    }

    /// What the parser should know of a database's columns, so that a row which contradicts the
    /// catalog cannot decide a type for the rows after it. Knows nothing of an unknown database,
    /// which [#write] refuses.
    public KnownColumns knownColumns(Grant.ForDatabase grant) {
        CatalogSnapshot snapshot = catalog.snapshot();
        Optional<DatabaseEntry> database = snapshot.findDatabase(grant.database().value());
        if (database.isEmpty()) {
            return KnownColumns.NONE;
        }
        return new Known(snapshot, database.get().id(), true);
    }

    /// The same without the columns, for [#writeWhole].
    public KnownColumns knownTables(Grant.ForDatabase grant) {
        CatalogSnapshot snapshot = catalog.snapshot();
        return snapshot.findDatabase(grant.database().value())
                .<KnownColumns>map(database -> new Known(snapshot, database.id(), false))
                .orElse(KnownColumns.NONE);
    }

    /// @param columns whether it knows columns, too
    private record Known(CatalogSnapshot snapshot, long databaseId, boolean columns)
            implements KnownColumns {
        @Override
        public @Nullable ColumnType find(String table, String column) {
            return columns
                    ? snapshot.findTable(databaseId, table)
                            .flatMap(entry -> entry.findColumn(column))
                            .map(Column::type)
                            .orElse(null)
                    : null;
        }

        @Override
        public String tableName(String named) {
            return snapshot.findTable(databaseId, named).map(TableEntry::name).orElse(named);
        }
    }

    private static DatabaseEntry requireDatabase(CatalogSnapshot snapshot, DatabaseName name) {
        return snapshot.findDatabase(name.value())
                .orElseThrow(() ->
                        Problem.notFound("database_not_found", "database '" + name + "' not found")
                                .asException());
    }

    private WriteOutcome store(
            DatabaseEntry database, SchemaCheck.Result result, ParsedLines lines) {
        List<CheckedTable> tables = result.ready();
        if (!tables.isEmpty()) {
            intake.accept(new CheckedBatch(database.id(), tables));
        }
        List<RejectedLine> rejected =
                Stream.concat(lines.rejected().stream(), result.rejected().stream())
                        .sorted(Comparator.comparingInt(RejectedLine::lineNumber))
                        .limit(LineProtocolParser.REPORTED_ERRORS_MAX)
                        .toList();
        if (rejected.isEmpty()) {
            return new WriteOutcome.Accepted();
        }
        long accepted = tables.stream().mapToLong(table -> table.rows().rowCount()).sum();
        return new WriteOutcome.Rejected(rejected, accepted);
    }
}
