// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.plan.Planned;
import dev.sluice.influxql.plan.SimpleSelect;
import dev.sluice.influxql.plan.SimpleSelect.Shown;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression.ColumnReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes a [SliceQuery] of a simple SELECT of InfluxQL, as [SliceReader] does of SQL.
final class SeriesSliceReader {
    private static final Column TEXT = new Column("text", ColumnType.STRING);

    private final SimpleSelect select;
    private final List<Column> columns;

    private SeriesSliceReader(SimpleSelect select, List<Column> columns) {
        this.select = select;
        this.columns = columns;
    }

    /// Reads SELECTs whose rows come one after the other.
    ///
    /// @param planned says them where they are simple
    /// @param scanned what they read, in their order
    /// @return null when they are not simple, or their rows are not in memory
    static @Nullable Slice read(Planned planned, List<TableSources.Scanned> scanned) {
        List<SimpleSelect> selects = planned.simple();
        if (selects.isEmpty() || selects.size() != scanned.size()) {
            return null;
        }
        List<SliceQuery> queries = new ArrayList<>();
        for (int i = 0; i < selects.size(); i++) {
            SliceQuery query = query(selects.get(i), scanned.get(i));
            if (query == null) {
                return null;
            }
            queries.add(query);
        }
        return queries.size() == 1 && planned.page().isAll()
                ? queries.getFirst()
                : new SliceUnion(queries, selects.getFirst().types(), planned.page());
    }

    private static @Nullable SliceQuery query(SimpleSelect select, TableSources.Scanned scanned) {
        SliceQuery.Source source =
                scanned.table().equals(select.measurement()) ? scanned.inMemory() : null;
        SliceQuery query =
                source == null
                        ? null
                        : new SeriesSliceReader(select, scanned.columns()).query(source);
        return query != null && query.isSmall() ? query : null;
    }

    private @Nullable SliceQuery query(SliceQuery.Source source) {
        SliceCondition condition = SliceCondition.of(select.where(), this::column);
        SliceQuery.Tail tail = tail();
        if (condition == null || tail == null) {
            return null;
        }
        List<SliceQuery.Output> outputs = new ArrayList<>();
        select.columns().forEach(shown -> outputs.add(output(shown)));
        select.tiesBy().forEach(tag -> outputs.add(new SliceQuery.Output(tag, tag)));
        return new SliceQuery(
                source,
                condition,
                select.gathers() ? groups() : null,
                outputs,
                computing(tail.series()),
                tail);
    }

    private @Nullable SliceComputing computing(List<Integer> series) {
        SimpleSelect.Computed computed = select.computed();
        // Measurement and time come before the tags.
        return computed == null
                ? null
                : new SliceComputing(computed, series, 2 + select.tags().size());
    }

    private @Nullable Column column(ColumnReference reference) {
        return columns.stream()
                .filter(column -> column.name().equals(reference.column()))
                .findFirst()
                .orElse(null);
    }

    private SliceQuery.Output output(Shown shown) {
        return switch (shown) {
            case SimpleSelect.Text(String text) -> new SliceQuery.Output(TEXT, null, text);
            case SimpleSelect.RowTime _,
                    SimpleSelect.FixedTime _,
                    SimpleSelect.BinTime _,
                    SimpleSelect.SelectedTime _ ->
                    new SliceQuery.Output(Column.ofTime(), Column.ofTime());
            case SimpleSelect.GroupTag(int place) ->
                    new SliceQuery.Output(select.tags().get(place), select.tags().get(place));
            case SimpleSelect.Value(Column column) -> new SliceQuery.Output(column, column);
            case SimpleSelect.Gathered gathered ->
                    new SliceQuery.Output(new Column(gathered.function(), gathered.type()), null);
        };
    }

    private SliceGroups groups() {
        SimpleSelect.EvenBins even = select.bins();
        return new SliceGroups(
                even == null ? null : new DateBins(even.widthNanos(), even.originNanos()),
                select.tags(),
                false,
                select.columns().stream().map(SeriesSliceReader::gathered).toList(),
                even == null || even.empty() == SimpleSelect.EmptyBins.LEFT_OUT
                        ? null
                        : new SliceGroups.EmptyBins(
                                even.firstNanos(), even.lastNanos(), even.empty()));
    }

    private static SliceGroups.Gathered gathered(Shown shown) {
        return switch (shown) {
            case SimpleSelect.Text(String text) -> new SliceGroups.Text(text);
            case SimpleSelect.FixedTime(long timeNanos) -> new SliceGroups.FixedTime(timeNanos);
            case SimpleSelect.BinTime _ -> new SliceGroups.BinStart();
            case SimpleSelect.SelectedTime(int column) -> new SliceGroups.TimeOf(column);
            case SimpleSelect.GroupTag(int place) -> new SliceGroups.TagValue(place);
            case SimpleSelect.Gathered(
                            String function,
                            Column column,
                            double percent,
                            Long filler) ->
                    new SliceGroups.Aggregate(kind(function), column, percent, filler);
            case SimpleSelect.RowTime _, SimpleSelect.Value _ ->
                    throw new IllegalStateException("rows and what was gathered are not mixed");
        };
    }

    private static SliceGroups.Kind kind(String function) {
        return switch (function) {
            case "count" -> SliceGroups.Kind.COUNT;
            case "sum" -> SliceGroups.Kind.SUM;
            case "mean" -> SliceGroups.Kind.MEAN;
            case "min" -> SliceGroups.Kind.MIN;
            case "max" -> SliceGroups.Kind.MAX;
            case "first" -> SliceGroups.Kind.FIRST;
            case "last" -> SliceGroups.Kind.LAST;
            case "percentile" -> SliceGroups.Kind.PERCENTILE;
            case "median" -> SliceGroups.Kind.MEDIAN;
            default -> throw new IllegalStateException("not simple: " + function);
        };
    }

    /// Series by series, each in the order of time; null where a bound is beyond 63 bits.
    private SliceQuery.@Nullable Tail tail() {
        Long offset = select.page().offset();
        Long limit = select.page().limit();
        if ((offset != null && offset < 0) || (limit != null && limit < 0)) {
            return null;
        }
        List<Integer> tags = places(shown -> shown instanceof SimpleSelect.GroupTag);
        List<SliceQuery.Order> order = new ArrayList<>();
        tags.forEach(place -> order.add(new SliceQuery.Order(place, false, true)));
        places(SeriesSliceReader::isTime)
                .forEach(place ->
                        order.add(
                                new SliceQuery.Order(
                                        place, select.descending(), !select.descending())));
        SimpleSelect.Ranking ranking = select.ranking();
        if (ranking == null) {
            order.addAll(ties());
        }
        return new SliceQuery.Tail(
                order,
                null,
                tags,
                ranking == null ? null : ranking(ranking, tags),
                offset == null ? 0 : offset,
                limit == null ? Long.MAX_VALUE : limit);
    }

    private List<SliceQuery.Order> ties() {
        return IntStream.range(0, select.tiesBy().size())
                .mapToObj(tie -> up(select.columns().size() + tie))
                .toList();
    }

    private static SliceQuery.Order up(int place) {
        return new SliceQuery.Order(place, false, true);
    }

    private SliceRanking ranking(SimpleSelect.Ranking ranking, List<Integer> series) {
        int time = places(SeriesSliceReader::isTime).getFirst();
        List<SliceQuery.Order> order = new ArrayList<>();
        series.forEach(place -> order.add(up(place)));
        order.add(new SliceQuery.Order(ranking.value(), ranking.greatest(), true));
        order.add(up(time));
        order.addAll(ties());
        SimpleSelect.EvenBins bins = ranking.bins();
        return new SliceRanking(
                order,
                series,
                ranking.alike(),
                time,
                bins == null ? null : new DateBins(bins.widthNanos(), bins.originNanos()),
                ranking.count());
    }

    private List<Integer> places(Predicate<Shown> which) {
        return IntStream.range(0, select.columns().size())
                .filter(place -> which.test(select.columns().get(place)))
                .boxed()
                .toList();
    }

    private static boolean isTime(Shown shown) {
        return switch (shown) {
            case SimpleSelect.RowTime _,
                    SimpleSelect.FixedTime _,
                    SimpleSelect.BinTime _,
                    SimpleSelect.SelectedTime _ ->
                    true;
            case SimpleSelect.Text _,
                    SimpleSelect.GroupTag _,
                    SimpleSelect.Value _,
                    SimpleSelect.Gathered _ ->
                    false;
        };
    }
}
