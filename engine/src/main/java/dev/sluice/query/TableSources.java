// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferSource;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.TextOrder;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.parquet.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The tables that one query sees, each pinned at its first use: files and buffered rows that
/// belong together, however often the query reads the table (data.md 4.10).
final class TableSources {
    private static final Comparator<Column> BY_BYTES =
            Comparator.comparing(Column::name, TextOrder::compare);

    private final CatalogView catalog;
    private final BufferSource buffers;
    private final ObjectStore objects;
    private final DatabaseEntry database;
    private final TimeRange retained;
    private final LongSupplier scanIds;
    private final HeldFiles held;
    private final ScanBudget budget;
    private final NamedColumns named;
    private final Shortcuts shortcuts;
    private final FirstLook look;
    private int rowsExpected;
    private final Map<String, Pinned> pinned = new HashMap<>();
    private final List<BufferedScan> buffered = new ArrayList<>();
    private final List<Scanned> scanned = new ArrayList<>();

    /// What finds rows without the engine. Of all queries, since it keeps what it reads.
    ///
    /// @param ends for a query that need not see all
    /// @param ofSeries for one that wants a few series
    record Shortcuts(SeriesEnds ends, SeriesRows ofSeries) {
        /// Both over the same files.
        static Shortcuts of(SeriesFiles files) {
            return new Shortcuts(new SeriesEnds(files), new SeriesRows(files));
        }
    }

    /// What one scan of a table reads, for those who ask how a query runs.
    ///
    /// @param table its name
    /// @param columns in the order of `SELECT *`
    /// @param slices its sources
    record Scanned(String table, List<Column> columns, SourceSlices slices) {
        /// The rows, where all are in memory and each point is there once; else null.
        SliceQuery.@Nullable Source inMemory() {
            return slices.files().isEmpty() && slices.sharedBatches().isEmpty()
                    ? new SliceQuery.Source(slices.aloneBatches(), slices.bufferedAlone())
                    : null;
        }
    }

    /// @param retained rows outside have expired and are invisible
    /// @param scanIds gives ids that were never used
    /// @param held holds the files that the query reads
    /// @param budget counts them
    /// @param named the columns that the query names
    /// @param shortcuts find rows without the engine
    /// @param look whether a part of the rows may do
    TableSources(
            CatalogView catalog,
            BufferSource buffers,
            ObjectStore objects,
            DatabaseEntry database,
            TimeRange retained,
            LongSupplier scanIds,
            HeldFiles held,
            ScanBudget budget,
            NamedColumns named,
            Shortcuts shortcuts,
            FirstLook look) {
        this.catalog = catalog;
        this.buffers = buffers;
        this.objects = objects;
        this.database = database;
        this.retained = retained;
        this.scanIds = scanIds;
        this.held = held;
        this.budget = budget;
        this.named = named;
        this.shortcuts = shortcuts;
        this.look = look;
    }

    /// A table as this query sees it.
    ///
    /// @param entry name and columns
    /// @param columns in the order of `SELECT *`
    /// @param files in order of commit
    /// @param batches buffered rows, oldest first
    record Pinned(
            TableEntry entry,
            List<Column> columns,
            List<FileEntry> files,
            List<BufferedRows> batches) {
        /// Those columns that are tags.
        List<Column> tags() {
            return columns.stream().filter(column -> column.type() == ColumnType.TAG).toList();
        }

        /// The columns as a relation shows them.
        List<OutputColumn> output() {
            return columns.stream()
                    .map(column -> new OutputColumn(column.name(), column.type()))
                    .toList();
        }
    }

    /// The table with this name, byte-exact.
    Optional<Pinned> find(String name) {
        Pinned known = pinned.get(name);
        if (known == null) {
            Optional<TableEntry> table =
                    TableLookup.find(catalog, catalog.snapshot(), database.id(), name);
            if (table.isEmpty()) {
                return Optional.empty();
            }
            known = pin(table.get());
            pinned.put(name, known);
        }
        return Optional.of(known);
    }

    /// Columns as `SELECT *` gives them: by the bytes of their names (data.md 4.7).
    static List<Column> ordered(List<Column> columns) {
        List<Column> result = new ArrayList<>(columns);
        result.sort(BY_BYTES);
        return result;
    }

    /// The buffered rows that the texts of [#scan] read.
    List<BufferedScan> buffered() {
        return List.copyOf(buffered);
    }

    /// What the texts of [#scan] read, in order.
    List<Scanned> scanned() {
        return List.copyOf(scanned);
    }

    /// The text that reads a table.
    ///
    /// @param wanted rows outside may be left out
    String scan(Pinned table, ScanBounds wanted) {
        Reading reading = reading(table, wanted);
        SourceSlices slices = reading.slices();
        ScanSql sql =
                new ScanSql(table.entry().columns(), named.among(table.columns()), reading.range());
        scanned.add(new Scanned(table.entry().name(), table.columns(), slices));
        List<String> selects = alone(sql, slices);
        List<String> ranked = ranked(sql, slices);
        if (!ranked.isEmpty()) {
            selects.add(sql.deduplicated(ranked));
        }
        return selects.isEmpty() ? sql.nothing() : ScanSql.union(selects);
    }

    /// What is read of a table.
    ///
    /// @param range rows outside are not
    private record Reading(TimeRange range, SourceSlices slices) {}

    private Reading reading(Pinned table, ScanBounds wanted) {
        TimeRange range = newest(table, look.newest(wanted.sample()), retained.and(wanted.range()));
        // The first rows of all series are in fewer files than those of each.
        LeadingRows leading = look.leading(wanted.sample());
        List<TableRows> ends =
                leading == null
                        ? shortcuts
                                .ends()
                                .find(
                                        table,
                                        wanted,
                                        range,
                                        named.among(table.columns()),
                                        this::place)
                        : null;
        if (ends != null) {
            budget.take(table.batches());
            return new Reading(range, SourceSlices.of(ends, TimeRange.ALL));
        }
        List<FileEntry> files = wanted.filesOf(table.entry(), table.files());
        SeriesFilter filter = wanted.filterOf(table.entry());
        if (!filter.wanted().isEmpty()) {
            // Where values are asked for, too, mostly none of so few rows is enough.
            Reading first =
                    leading == null || !wanted.numbers().isEmpty()
                            ? null
                            : leading(table, wanted, leading, range);
            return first == null ? inMemory(table, files, filter, wanted, range) : first;
        }
        TimeRange part = leading(wanted, files, table.batches(), range);
        if (shortcuts.ofSeries().areFew(files, part, named.among(table.columns()))) {
            return inMemory(table, files, filter, wanted, part);
        }
        budget.take(table.batches());
        return new Reading(part, SourceSlices.of(files, table.batches(), part));
    }

    /// The time of the newest stretches, which are looked at first.
    private TimeRange newest(Pinned table, @Nullable NewestBins bins, TimeRange range) {
        if (bins == null || range.isEmpty()) {
            return range;
        }
        long newestNanos =
                spans(table.files(), table.batches(), range).stream()
                        .mapToLong(LeadingRows.Span::maxNanos)
                        .max()
                        .orElse(Long.MIN_VALUE);
        return first(new TimeRange(bins.start(newestNanos), Long.MAX_VALUE), range, bins.count());
    }

    /// The first rows of a few series, where no others are wanted.
    private @Nullable Reading leading(
            Pinned table, ScanBounds wanted, LeadingRows leading, TimeRange all) {
        SeriesEnds.Leading found =
                shortcuts
                        .ends()
                        .findLeading(
                                table,
                                wanted,
                                leading,
                                all,
                                named.among(table.columns()),
                                this::place);
        if (found == null) {
            return null;
        }
        budget.take(table.batches());
        TimeRange part = first(found.range(), all, leading.count());
        return new Reading(part, SourceSlices.of(found.rows(), part));
    }

    /// The time of the first rows of files and batches, where no others are wanted. Those of few
    /// series are found by themselves, and may be none of the first.
    private TimeRange leading(
            ScanBounds wanted, List<FileEntry> files, List<BufferedRows> batches, TimeRange all) {
        LeadingRows leading = look.leading(wanted.sample());
        return leading == null || all.isEmpty()
                ? all
                : first(leading.range(spans(files, batches, all)), all, leading.count());
    }

    private TimeRange first(TimeRange part, TimeRange range, int expected) {
        TimeRange both = part.and(range);
        if (!both.equals(range)) {
            rowsExpected = expected;
        }
        return both;
    }

    /// Where rows of a range are.
    private static List<LeadingRows.Span> spans(
            List<FileEntry> files, List<BufferedRows> batches, TimeRange range) {
        List<LeadingRows.Span> spans = new ArrayList<>();
        for (FileEntry file : files) {
            addSpan(file.timeNanosMin(), file.timeNanosMax(), file.rowCount(), range, spans);
        }
        for (BufferedRows batch : batches) {
            TableRows rows = batch.rows();
            addSpan(rows.timeNanosMin(), rows.timeNanosMax(), rows.rowCount(), range, spans);
        }
        return spans;
    }

    private static void addSpan(
            long minNanos,
            long maxNanos,
            long rowCount,
            TimeRange range,
            List<LeadingRows.Span> spans) {
        if (range.overlaps(minNanos, maxNanos)) {
            spans.add(
                    new LeadingRows.Span(
                            Math.max(minNanos, range.minNanos()),
                            Math.min(maxNanos, range.maxNanos()),
                            rowCount));
        }
    }

    /// The rows that the answer has to have, because other rows were left out; 0 where none were.
    int rowsExpected() {
        return rowsExpected;
    }

    /// Rows that are read from files here, since they are those of a few series, or of a short
    /// time.
    private Reading inMemory(
            Pinned table,
            List<FileEntry> files,
            SeriesFilter filter,
            ScanBounds wanted,
            TimeRange range) {
        SourceSlices all = SourceSlices.of(files, table.batches(), range);
        boolean apart = all.isApart();
        Set<Column> columns = new HashSet<>(named.among(table.columns()));
        if (!apart) {
            // Rows have to be compared with others.
            columns.addAll(table.tags());
        }
        // A row that others repeat may pass where the newest of them does not.
        SliceCondition numbers = apart ? wanted.numbersOf(table.entry()) : SliceCondition.ALL;
        List<BufferedRows> buffered = filter.of(table.batches(), range, numbers, columns);
        budget.take(buffered);
        List<TableRows> rows =
                shortcuts
                        .ofSeries()
                        .find(
                                new SeriesRows.Asked(
                                        table.entry(),
                                        all.files().stream()
                                                .map(SourceSlices.FileSlice::file)
                                                .toList(),
                                        buffered,
                                        range,
                                        filter,
                                        columns,
                                        apart),
                                this::place);
        if (rows == null) {
            TimeRange part =
                    filter.wanted().isEmpty() ? range : leading(wanted, files, buffered, range);
            return new Reading(part, SourceSlices.of(files, buffered, part));
        }
        return new Reading(range, SourceSlices.of(rows, range));
    }

    /// What reads rows whose points nobody else can have.
    private List<String> alone(ScanSql sql, SourceSlices slices) {
        List<FileEntry> whole = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (SourceSlices.FileSlice slice : slices.files()) {
            if (slice.isAlone()) {
                whole.add(slice.file());
            } else if (!slice.alone().isEmpty()) {
                selects.add(sql.file(slice.file(), local(slice.file()), slice.alone()));
            }
        }
        selects.addAll(sql.files(whole, this::local));
        if (!slices.aloneBatches().isEmpty()) {
            BufferedScan scan = bufferedScan(sql.buffered(), slices.aloneBatches(), 0);
            selects.add(sql.buffer(scan, slices.bufferedAlone()));
        }
        return selects;
    }

    /// What reads the other rows, marked with their ranks.
    private List<String> ranked(ScanSql sql, SourceSlices slices) {
        List<SourceSlices.FileSlice> shared =
                slices.files().stream().filter(slice -> !slice.isAlone()).toList();
        OverlapRanks ranks =
                new OverlapRanks(shared.stream().map(SourceSlices.FileSlice::file).toList());
        List<String> result = new ArrayList<>();
        SortedMap<Integer, List<FileEntry>> whole = new TreeMap<>();
        for (SourceSlices.FileSlice slice : shared) {
            FileEntry file = slice.file();
            int rank = ranks.next(file);
            if (slice.alone().isEmpty()) {
                whole.computeIfAbsent(rank, _ -> new ArrayList<>()).add(file);
            } else {
                result.add(sql.rankedFile(file, local(file), rank, slice.shared()));
            }
        }
        whole.forEach((rank, files) -> result.addAll(sql.rankedFiles(files, this::local, rank)));
        if (!slices.sharedBatches().isEmpty()) {
            BufferedScan scan = bufferedScan(sql.buffered(), slices.sharedBatches(), ranks.count());
            result.add(sql.rankedBuffer(scan, slices.bufferedShared()));
        }
        return result;
    }

    private BufferedScan bufferedScan(
            List<Column> columns, List<TableRows> batches, long firstRank) {
        BufferedScan scan = new BufferedScan(scanIds.getAsLong(), columns, batches, firstRank);
        buffered.add(scan);
        return scan;
    }

    /// Takes the buffered rows first: rows that are persisted in between then appear twice, which
    /// deduplication forgives, and never not at all.
    private Pinned pin(TableEntry found) {
        List<BufferedRows> batches = new ArrayList<>(buffers.snapshot(found.id()));
        batches.removeIf(rows -> rows.rows().rowCount() == 0);
        CatalogSnapshot snapshot = pinFiles(found.id());
        TableEntry entry = snapshot.findTable(found.id()).orElse(found);
        return new Pinned(entry, ordered(entry.columns()), snapshot.files(found.id()), batches);
    }

    /// A catalog whose files of a table nobody deletes while the query runs: they were live still
    /// after they were named as in use ([ObjectsInUse]). Goes round again only when the table's
    /// files changed in between.
    private CatalogSnapshot pinFiles(long tableId) {
        while (true) {
            CatalogSnapshot snapshot = catalog.snapshot();
            List<FileEntry> files = snapshot.files(tableId);
            held.name(files.stream().map(FileEntry::path).toList());
            if (catalog.snapshot().files(tableId).equals(files)) {
                return snapshot;
            }
        }
    }

    private Path local(FileEntry file) {
        return place(file).path();
    }

    /// Where a file's bytes will be, which are fetched and held once that is asked. The budget is
    /// that of a file already, so that what a query may read does not depend on what is kept.
    private RowReader.Place place(FileEntry file) {
        budget.take(file);
        return () -> held(file);
    }

    private Path held(FileEntry file) {
        try {
            return held.hold(objects, file.path(), file.sizeBytes());
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "object_store", "a data file could not be read; try again later"),
                    e);
        }
    }
}
