// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.batch.TextChoice;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.model.ColumnType;
import dev.sluice.partition.PartitionKey;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.query.sql.Expression;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What a condition says for certain of the rows of one table that it lets through, as far as whole
/// sources can be passed over by it (data.md 7.6, 2).
///
/// @param range where their times are
/// @param values by column: the texts one of which it has; columns that may have any are not there
/// @param patterns by column: one that its texts fit
/// @param numbers comparisons of a column with a number, all of which they pass
/// @param sample which of those rows are needed
record ScanBounds(
        TimeRange range,
        Map<String, Set<String>> values,
        Map<String, SlicePattern> patterns,
        List<Expression.Comparison> numbers,
        RowSample sample) {
    /// Says nothing.
    static final ScanBounds NONE = of(TimeRange.ALL);

    /// Copies maps and list.
    ScanBounds {
        values = Map.copyOf(values);
        patterns = Map.copyOf(patterns);
        numbers = List.copyOf(numbers);
    }

    static ScanBounds of(TimeRange range) {
        return new ScanBounds(range, Map.of(), Map.of(), List.of(), RowSample.ALL);
    }

    static ScanBounds of(String column, Set<String> values) {
        return new ScanBounds(
                TimeRange.ALL, Map.of(column, values), Map.of(), List.of(), RowSample.ALL);
    }

    static ScanBounds of(String column, SlicePattern pattern) {
        return new ScanBounds(
                TimeRange.ALL, Map.of(), Map.of(column, pattern), List.of(), RowSample.ALL);
    }

    static ScanBounds of(Expression.Comparison number) {
        return new ScanBounds(TimeRange.ALL, Map.of(), Map.of(), List.of(number), RowSample.ALL);
    }

    /// The same for somebody who needs less.
    ScanBounds of(RowSample rows) {
        return new ScanBounds(range, values, patterns, numbers, rows);
    }

    /// What two conditions say of rows that both let through.
    ScanBounds and(ScanBounds other) {
        Map<String, Set<String>> both = new HashMap<>(values);
        other.values.forEach((column, texts) -> both.merge(column, texts, ScanBounds::common));
        Map<String, SlicePattern> fitted = new HashMap<>(patterns);
        fitted.putAll(other.patterns);
        List<Expression.Comparison> all = new ArrayList<>(numbers);
        all.addAll(other.numbers);
        return new ScanBounds(range.and(other.range), both, fitted, all, RowSample.ALL);
    }

    /// What two conditions say of rows that one of them lets through.
    ScanBounds or(ScanBounds other) {
        Map<String, Set<String>> either = new HashMap<>();
        values.forEach((column, texts) -> {
            Set<String> others = other.values.get(column);
            if (others != null) {
                Set<String> all = new TreeSet<>(texts);
                all.addAll(others);
                either.put(column, all);
            }
        });
        return new ScanBounds(range.hull(other.range), either, Map.of(), List.of(), RowSample.ALL);
    }

    /// Those of some files of a table that may hold such rows, by their times and partitions.
    List<FileEntry> filesOf(TableEntry table, List<FileEntry> files) {
        // A template sees tags alone: a field of the same name is a missing tag to it.
        Map<String, Set<String>> tags = tagsOf(table);
        PartitionTemplate template =
                Objects.requireNonNullElse(table.template(), PartitionTemplate.DEFAULT);
        return files.stream()
                .filter(file -> range.overlaps(file.timeNanosMin(), file.timeNanosMax()))
                .filter(file ->
                        tags.isEmpty()
                                || file.partition() == null
                                || PartitionKey.mayHold(file.partition(), template, tags))
                .toList();
    }

    /// What finds such rows in a table's files and buffer.
    SeriesFilter filterOf(TableEntry table) {
        Map<String, TextChoice> choices = new HashMap<>();
        patterns.forEach((column, pattern) -> {
            if (isTag(table, column)) {
                choices.put(column, pattern.choice());
            }
        });
        tagsOf(table).forEach((tag, texts) -> choices.put(tag, choice(texts)));
        return new SeriesFilter(choices);
    }

    private static TextChoice choice(Set<String> texts) {
        return TextChoice.of(
                texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }

    /// What tells whether a row of a table passes the comparisons with numbers, as far as that can
    /// be told of the row alone.
    SliceCondition numbersOf(TableEntry table) {
        SliceCondition all = SliceCondition.ALL;
        for (Expression.Comparison number : numbers) {
            SliceCondition one =
                    SliceCondition.of(
                            number, column -> table.findColumn(column.column()).orElse(null));
            if (one != null) {
                all = all.and(one);
            }
        }
        return all;
    }

    /// The columns with certain values that are tags of a table.
    private Map<String, Set<String>> tagsOf(TableEntry table) {
        Map<String, Set<String>> tags = new HashMap<>(values);
        tags.keySet().removeIf(name -> !isTag(table, name));
        return tags;
    }

    private static boolean isTag(TableEntry table, String name) {
        return table.findColumn(name).filter(column -> column.type() == ColumnType.TAG).isPresent();
    }

    private static Set<String> common(Set<String> some, Set<String> others) {
        Set<String> common = new TreeSet<>(some);
        common.retainAll(others);
        return common;
    }
}
