// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import dev.sluice.bench.measure.CpuTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// The queries about computers of the Time Series Benchmark Suite (`devops`, table `cpu`), and the
/// values of a tag beside them. Aggregates are called as their field in every language, so that
/// answers can be compared by name.
///
/// InfluxQL and QuestDB's SQL are the suite's, but for `groupby-orderby-limit`, where the suite
/// asks both for the first minutes and means the last.
final class DevopsQueries {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_DAY = Duration.ofHours(12);
    private static final Duration MAX_ALL = Duration.ofHours(8);
    private static final int ALL = CpuTable.FIELDS.size();

    private static final DevopsQuery LAST_POINT =
            new DevopsQuery(
                    "lastpoint",
                    (_, _) ->
                            new Question(
                                    "SELECT DISTINCT ON (hostname) * FROM cpu"
                                            + " ORDER BY hostname, time DESC",
                                    "SELECT * FROM cpu LATEST ON timestamp PARTITION BY hostname",
                                    "SELECT * FROM cpu GROUP BY hostname"
                                            + " ORDER BY time DESC LIMIT 1"));

    private static final DevopsQuery TAG_VALUES =
            new DevopsQuery(
                    "tag values",
                    (_, _) ->
                            new Question(
                                    "SELECT DISTINCT hostname FROM cpu",
                                    "SELECT DISTINCT hostname FROM cpu",
                                    // Without a time Sluice would tell those of the last day.
                                    "SHOW TAG VALUES FROM cpu WITH KEY = hostname WHERE time >= 0"));

    /// In the order of the report.
    static final List<DevopsQuery> QUERIES =
            List.of(
                    singleGroupBy("single-groupby-1-1-1", 1, 1, HOUR),
                    singleGroupBy("single-groupby-1-1-12", 1, 1, HALF_DAY),
                    singleGroupBy("single-groupby-1-8-1", 1, 8, HOUR),
                    singleGroupBy("single-groupby-5-1-1", 5, 1, HOUR),
                    singleGroupBy("single-groupby-5-1-12", 5, 1, HALF_DAY),
                    singleGroupBy("single-groupby-5-8-1", 5, 8, HOUR),
                    new DevopsQuery("cpu-max-all-8", DevopsQueries::maxAll),
                    doubleGroupBy("double-groupby-1", 1),
                    doubleGroupBy("double-groupby-5", 5),
                    doubleGroupBy("double-groupby-all", ALL),
                    new DevopsQuery("high-cpu-1", DevopsQueries::highCpu),
                    new DevopsQuery("groupby-orderby-limit", DevopsQueries::lastMinutes),
                    LAST_POINT,
                    TAG_VALUES);

    private DevopsQueries() {}

    /// The largest value of each field in each minute, of some hosts.
    private static DevopsQuery singleGroupBy(String name, int fields, int hosts, Duration length) {
        return new DevopsQuery(
                name,
                (rows, random) ->
                        largest(
                                "minute",
                                fields,
                                hosts(rows, hosts, random),
                                rows.span().draw(length, random)));
    }

    /// The largest value of every field in each hour, of eight hosts.
    private static Question maxAll(Stored rows, Random random) {
        return largest("hour", ALL, hosts(rows, 8, random), rows.span().draw(MAX_ALL, random));
    }

    private static Question largest(String unit, int fields, List<String> hosts, Span span) {
        String listed = "hostname IN ('" + String.join("', '", hosts) + "')";
        String either =
                hosts.stream()
                        .map(host -> "hostname = '" + host + "'")
                        .collect(Collectors.joining(" OR ", "(", ")"));
        String letter = unit.substring(0, 1);
        return new Question(
                ("SELECT date_bin(INTERVAL '1 %s', time) AS time, %s FROM cpu"
                                + " WHERE %s AND %s GROUP BY 1 ORDER BY 1")
                        .formatted(unit, aggregates("max", fields), listed, within("time", span)),
                "SELECT timestamp, %s FROM cpu WHERE %s AND %s SAMPLE BY 1%s"
                        .formatted(
                                aggregates("max", fields),
                                listed,
                                within("timestamp", span),
                                letter),
                "SELECT %s FROM cpu WHERE %s AND %s GROUP BY time(1%s)"
                        .formatted(
                                aggregates("max", fields), either, within("time", span), letter));
    }

    /// The mean of each field in each hour of half a day, of every host.
    private static DevopsQuery doubleGroupBy(String name, int fields) {
        return new DevopsQuery(
                name,
                (rows, random) -> {
                    Span span = rows.span().draw(HALF_DAY, random);
                    return new Question(
                            ("SELECT date_bin(INTERVAL '1 hour', time) AS time, hostname, %s"
                                            + " FROM cpu WHERE %s GROUP BY 1, hostname"
                                            + " ORDER BY 1, hostname")
                                    .formatted(aggregates("avg", fields), within("time", span)),
                            "SELECT timestamp, hostname, %s FROM cpu WHERE %s SAMPLE BY 1h"
                                    .formatted(
                                            aggregates("avg", fields), within("timestamp", span)),
                            "SELECT %s FROM cpu WHERE %s GROUP BY time(1h), hostname"
                                    .formatted(aggregates("mean", fields), within("time", span)));
                });
    }

    /// Everything about a host while it was busy.
    private static Question highCpu(Stored rows, Random random) {
        Span span = rows.span().draw(HALF_DAY, random);
        String where =
                " FROM cpu WHERE usage_user > 90.0 AND hostname = '%s' AND "
                        .formatted(hosts(rows, 1, random).getFirst());
        return new Question(
                "SELECT *" + where + within("time", span),
                "SELECT *" + where + within("timestamp", span),
                "SELECT *" + where + within("time", span));
    }

    /// The last five minutes before some moment.
    private static Question lastMinutes(Stored rows, Random random) {
        String end = "'" + rows.span().draw(HOUR, random).end() + "'";
        return new Question(
                "SELECT date_bin(INTERVAL '1 minute', time) AS time, max(usage_user) AS usage_user"
                        + " FROM cpu WHERE time < "
                        + end
                        + " GROUP BY 1 ORDER BY 1 DESC LIMIT 5",
                "SELECT timestamp, max(usage_user) AS usage_user FROM cpu WHERE timestamp < "
                        + end
                        + " SAMPLE BY 1m ORDER BY timestamp DESC LIMIT 5",
                "SELECT max(usage_user) AS usage_user FROM cpu WHERE time < "
                        + end
                        + " GROUP BY time(1m) ORDER BY time DESC LIMIT 5");
    }

    private static String aggregates(String function, int fields) {
        return CpuTable.FIELDS.subList(0, fields).stream()
                .map(field -> "%s(%s) AS %s".formatted(function, field, field))
                .collect(Collectors.joining(", "));
    }

    private static String within(String time, Span span) {
        return "%1$s >= '%2$s' AND %1$s < '%3$s'".formatted(time, span.start(), span.end());
    }

    /// Different hosts, any of them.
    private static List<String> hosts(Stored rows, int count, Random random) {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < Math.min(count, rows.hosts())) {
            int number = random.nextInt(rows.hosts());
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return numbers.stream().map(number -> "host_" + number).toList();
    }
}
