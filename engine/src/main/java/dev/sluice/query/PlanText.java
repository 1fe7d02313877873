// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SortKey;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Plans as text for EXPLAIN (data.md 5.14): what was asked, and what is read for it. The words are
/// those of the reference where there are some; nothing that the engine is told stands in it.
final class PlanText {
    private final StringBuilder out = new StringBuilder();

    private PlanText() {}

    /// What was asked, from the last step to the tables.
    static String logical(Query query) {
        PlanText text = new PlanText();
        text.query(query, 0);
        return text.out.toString().stripTrailing();
    }

    /// The sources that are read.
    ///
    /// @param scanned by each scan
    /// @param metrics stands behind the first line, or is empty
    static String physical(List<TableSources.Scanned> scanned, String metrics) {
        PlanText text = new PlanText();
        text.line(0, "QueryExec" + (metrics.isEmpty() ? "" : ", " + metrics));
        for (TableSources.Scanned scan : scanned) {
            text.line(1, "ProgressiveEvalExec: table=" + scan.table());
            text.alone(scan.slices());
            text.shared(scan.slices());
        }
        return text.out.toString().stripTrailing();
    }

    /// What is read as it stands.
    private void alone(SourceSlices slices) {
        batches(slices.aloneBatches(), 2);
        for (SourceSlices.FileSlice slice : slices.files()) {
            if (slice.isAlone() || !slice.alone().isEmpty()) {
                file(slice.file(), 2);
            }
        }
    }

    /// What is compared point by point.
    private void shared(SourceSlices slices) {
        List<SourceSlices.FileSlice> files =
                slices.files().stream().filter(slice -> !slice.isAlone()).toList();
        if (files.isEmpty() && slices.sharedBatches().isEmpty()) {
            return;
        }
        line(2, "DeduplicateExec: [primary key]");
        batches(slices.sharedBatches(), 3);
        files.forEach(slice -> file(slice.file(), 3));
    }

    private void batches(List<TableRows> batches, int level) {
        if (!batches.isEmpty()) {
            long rows = batches.stream().mapToLong(TableRows::rowCount).sum();
            line(level, "RecordBatchesExec: batches=" + batches.size() + ", rows=" + rows);
        }
    }

    private void file(FileEntry file, int level) {
        line(level, "ParquetExec: file=" + file.path().value() + ", rows=" + file.rowCount());
    }

    private void line(int level, String words) {
        out.append("  ".repeat(level)).append(words).append('\n');
    }

    private void query(Query query, int level) {
        int inner = level;
        for (Query.CommonTable table : query.with()) {
            line(inner, "SubqueryAlias: " + table.name());
            query(table.query(), inner + 1);
        }
        if (query.tail().limit() != null || query.tail().offset() != null) {
            line(inner++, "Limit");
        }
        if (!query.tail().orderBy().isEmpty()) {
            line(
                    inner++,
                    "Sort: "
                            + names(
                                    query.tail().orderBy().stream()
                                            .map(SortKey::expression)
                                            .toList()));
        }
        switch (query) {
            case Query.Select select -> select(select, inner);
            case Query.SetOperation set -> {
                String kind = set.kind().name();
                line(
                        inner,
                        kind.charAt(0)
                                + kind.substring(1).toLowerCase(Locale.ROOT)
                                + (set.all() ? " All" : ""));
                for (Query operand : set.operands()) {
                    query(operand, inner + 1);
                }
            }
        }
    }

    private void select(Query.Select select, int level) {
        int inner = level;
        if (select.distinct().active()) {
            line(inner++, "Distinct");
        }
        line(
                inner++,
                "Projection: "
                        + names(
                                select.items().stream()
                                        .map(Query.SelectItem::expression)
                                        .toList()));
        if (select.qualify() != null) {
            line(inner++, "Filter: " + names(List.of(select.qualify())));
        }
        if (select.having() != null) {
            line(inner++, "Filter: " + names(List.of(select.having())));
        }
        if (!select.grouping().keys().isEmpty()) {
            line(inner++, "Aggregate: groupBy=[" + names(select.grouping().keys()) + "]");
        }
        if (select.where() != null) {
            line(inner++, "Filter: " + names(List.of(select.where())));
        }
        relation(select.from(), inner);
    }

    private void relation(Relation relation, int level) {
        switch (relation) {
            case Relation.Table table ->
                    line(level, "TableScan: " + String.join(".", table.path()));
            case Relation.Scan scan -> line(level, "TableScan: " + scan.alias());
            case Relation.Derived derived -> {
                line(level, "SubqueryAlias: " + derived.alias());
                query(derived.query(), level + 1);
            }
            case Relation.Join join -> {
                line(
                        level,
                        join.kind()
                                + " Join"
                                + (join.condition() == null
                                        ? ""
                                        : ": " + names(List.of(join.condition()))));
                relation(join.left(), level + 1);
                relation(join.right(), level + 1);
            }
            case Relation.Values values -> line(level, "Values: " + values.rows().size() + " rows");
            case Relation.Series series ->
                    line(level, "TableFunction: " + series.call().function());
            case Relation.Nothing _ -> line(level, "EmptyRelation");
        }
    }

    private static String names(List<Expression> expressions) {
        return expressions.stream()
                .map(expression -> OutputNames.of(expression, Bindings.NONE))
                .collect(Collectors.joining(", "));
    }
}
