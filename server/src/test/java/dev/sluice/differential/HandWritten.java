// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import java.util.List;

/// Statements that somebody thought of: the documents' and those that once went wrong.
public final class HandWritten {
    /// All of them.
    public static final List<String> STATEMENTS =
            """
            SELECT * FROM m1
            SELECT * FROM "odd name"
            SELECT * FROM wide
            SELECT f, g, h FROM wide WHERE h > 1
            SELECT "field key" FROM "odd name" WHERE "tag key" = 'x,y'
            SELECT "tag key" FROM "odd name"
            SELECT "field key", "tag" FROM "odd name" WHERE "tag" = 't'
            SELECT text FROM "odd name" WHERE text =~ /^a "b"/
            SELECT text FROM "odd name" WHERE text =~ /[<&>]+/
            SELECT count(v) FROM clock WHERE time >= '2020-10-24T22:00:00Z' AND time < '2020-10-26T08:00:00Z' GROUP BY time(1d) tz('Europe/Paris')
            SELECT count(v) FROM clock WHERE time >= '2020-10-24T22:00:00Z' AND time < '2020-10-25T12:00:00Z' GROUP BY time(6h) tz('Europe/Paris')
            SELECT count(v) FROM clock WHERE time >= '2020-03-28T20:00:00Z' AND time < '2020-03-30T08:00:00Z' GROUP BY time(6h) tz('Europe/Paris')
            SELECT sum(v) FROM clock WHERE time >= '2020-03-28T20:00:00Z' AND time < '2020-03-30T08:00:00Z' GROUP BY time(1d)
            SELECT v FROM clock WHERE time >= '2020-10-25' AND time < '2020-10-25 06:00:00' tz('Europe/Paris')
            SELECT sum(v) FROM clock WHERE time >= '2020-03-29' AND time < '2020-03-30' GROUP BY time(2h) tz('America/New_York')
            SELECT v FROM clock WHERE time >= '2020-03-28T20:00:00Z' AND time < '2020-03-29T08:00:00Z' tz('Asia/Kolkata')
            select MEAN(f) from m1 where HOST = 'a'
            SELECT f FROM m1 -- the rest is silence
            SeLeCt "f" FrOm "m1" wHeRe "host" = 'a' LiMiT 1
            SELECT 1 FROM m1
            SELECT f FROM
            SELECT mean(f), i FROM m1
            SELECT mean(f) FROM m1 WHERE time != 5
            SELECT top(f, 0) FROM m1
            SELECT nosuch(f) FROM m1
            SELECT f FROM m1 GROUP BY time(1m)
            SELECT f FROM m1 fill(none)
            SELECT derivative(mean(f)) FROM m1
            SELECT f FROM m1 WHERE host =~ /(/
            SELECT mean(f) FROM m1 GROUP BY time(0s)
            SELECT f FROM nothing
            SELECT nope FROM m1
            SELECT host FROM m1
            SELECT host, region FROM m1
            SELECT mean(s) FROM m1
            SELECT mean(host) FROM m1
            SELECT sum(b) FROM m1
            SELECT max(s) FROM m1
            SELECT f, i, s, b, nope FROM m1 WHERE time < 60s fill(7)
            SELECT first(s), first(b), first(f) FROM m1 WHERE time >= 0 AND time < 60s GROUP BY time(2s) fill(7)
            SELECT first(nope), first(f) FROM m1 WHERE time >= 0 AND time < 14s GROUP BY time(3s) fill(7)
            SELECT first(i) FROM m1 WHERE time >= 0 AND time < 60s GROUP BY time(2s) fill(7.6)
            SELECT mean(f) + 1 FROM m1 WHERE time >= 0 AND time < 60s GROUP BY time(2s) fill(7)
            SELECT mean(f), difference(mean(f)) FROM m1 WHERE time >= 0 AND time < 60s GROUP BY time(5s) fill(0)
            SELECT first(f) FROM m1 WHERE time >= 0 AND time < 150s GROUP BY time(30s, 7s), host fill(linear)
            SELECT first(f) FROM m1 WHERE host = 'b' AND time >= 0 AND time < 150s GROUP BY time(2s) fill(linear)
            SELECT first(i) FROM m1 WHERE host = 'b' AND time >= 0 AND time < 150s GROUP BY time(2s) fill(linear)
            SELECT first(s), last(b) FROM m1 WHERE host = 'b' AND time >= 0 AND time < 150s GROUP BY time(2s) fill(linear)
            SELECT first(f), host FROM m1 WHERE time >= 10s AND time < 200s GROUP BY time(10s), host
            SELECT count(nope), sum(i) FROM m1 WHERE time >= 0 AND time < 60s GROUP BY time(30s)
            SELECT moving_average(median(f), 3) FROM m1 WHERE time > 20s AND time < 100s GROUP BY time(30s, 7s)
            SELECT non_negative_difference(sum(i)) FROM m1 WHERE time > 20s AND time < 100s GROUP BY time(30s, 7s), host fill(0)
            SELECT mean(f) FROM gap WHERE time >= 0 AND time < 60s GROUP BY time(10s, 5s) fill(linear)
            SELECT percentile(f, 40) FROM m2 WHERE time >= 20s AND time < 260s GROUP BY time(20s)
            SELECT max(f), max(f) FROM m1
            SELECT first(*), first(*) FROM m1
            SELECT * FROM m1 GROUP BY /h.*/ LIMIT 3
            SELECT last(b), sum(i) FROM m1 WHERE time >= 0 AND time < 100s AND b = true GROUP BY time(30s), host fill(-1.5)
            SELECT max(f), min(f) FROM m1
            SELECT max(f), host, region FROM m1
            SELECT max(f) FROM m1 GROUP BY *
            SELECT top(f, host, 2), region FROM m1
            SELECT distinct(s) FROM m1 GROUP BY host
            SELECT DISTINCT s FROM m1
            SELECT count(DISTINCT s) FROM m1 GROUP BY host
            SELECT f::integer, i::float, f::string, i::tag, f::field FROM m1 LIMIT 5
            SELECT f / 0, i / 0, i % 0, 7 / i FROM m1 LIMIT 8
            SELECT i / 2, i * 2.5, f - i, -i, i & 6, i | 1, i ^ 3 FROM m1 LIMIT 8
            SELECT f + s FROM m1 LIMIT 3
            SELECT * + 2 FROM m1
            SELECT /f|i/ FROM m1 LIMIT 3
            SELECT *::tag, f FROM m1 LIMIT 3
            SELECT mean(/f|i/) FROM m1 GROUP BY region
            SELECT sum(f) AS "my sum" FROM m1 WHERE f > 0 AND (host = 'a' OR host = 'b')
            SELECT f FROM m1 WHERE time >= 10s AND host = 'a' OR time < 100s AND host = 'b'
            SELECT f FROM m1 WHERE (time < 50s) OR (time > 100s)
            SELECT f FROM m1 WHERE time = 5s
            SELECT f FROM m1 WHERE 20s < time AND 60s > time
            SELECT f FROM m1 WHERE time > 2 * 10s AND time < 1m + 40s
            SELECT f FROM m1 WHERE time >= 10000000000 AND time < 5e1
            SELECT f FROM m1 WHERE time >= 10000000000 AND time < 60000000000.7
            SELECT f FROM m1 WHERE true LIMIT 2
            SELECT f FROM m1 WHERE false
            SELECT f FROM m1 WHERE b LIMIT 3
            SELECT f FROM m1 WHERE nope = 'x'
            SELECT f FROM m1 WHERE host = 5
            SELECT f FROM m1 WHERE s = host
            SELECT f FROM m1 WHERE host = region
            SELECT f FROM m1 WHERE s > 'x'
            SELECT f FROM m1 WHERE f =~ /1/
            SELECT f FROM m1 WHERE host =~ /^(a|b)$/ AND region !~ /us/
            SELECT f FROM m1 WHERE host =~ /[*+]|c/ LIMIT 2
            SELECT f FROM m1 WHERE host =~ /(?i)A/ LIMIT 2
            SELECT f FROM m1 WHERE host =~ /(?P<n>a)/ LIMIT 2
            SELECT mean(f) FROM /^m[12]$/
            SELECT * FROM /(?P<m>m)[*2]/ LIMIT 2
            SELECT * FROM m2 WHERE region = '' LIMIT 2
            SELECT * FROM m2 WHERE region !~ /./ LIMIT 2
            SELECT f, j FROM m1, m2 WHERE time < 40s
            SELECT mean(x) FROM (SELECT max(f) AS x FROM m1 WHERE time >= 0 AND time < 200s GROUP BY time(20s), host) GROUP BY host
            SELECT sum(x) FROM (SELECT mean(f) AS x FROM m1 GROUP BY host, time(10s)) WHERE time >= 10s AND time < 100s GROUP BY time(30s)
            SELECT sum(f) FROM (SELECT f FROM m1 WHERE i > 0)
            SELECT max(f), i FROM m1 WHERE time >= 0 AND time < 200s GROUP BY time(7s) fill(linear)
            SELECT distinct(host) FROM (SELECT f, host FROM m1)
            SELECT count(host), count(distinct(host)) FROM (SELECT f, host FROM m1) GROUP BY region
            SELECT first(h), f FROM (SELECT f, host AS h FROM m1)
            SELECT mode(host) FROM (SELECT f, host FROM m1 WHERE i > 0)
            SELECT count(*) FROM (SELECT f, host FROM m1)
            SELECT host FROM (SELECT f, host FROM m1) LIMIT 3
            SELECT count(host) FROM (SELECT f, host FROM m1) WHERE time >= 0 AND time < 90s GROUP BY time(30s) fill(0)
            SELECT mean(c) FROM (SELECT count(f) AS c FROM m1 WHERE time < 200s GROUP BY time(30s))
            SELECT count(x) FROM (SELECT difference(f) AS x FROM m1 GROUP BY host)
            SELECT difference(sum(x)) FROM (SELECT f AS x FROM m1) WHERE time > 20s AND time < 100s GROUP BY time(30s)
            SELECT moving_average(max(x), 2) FROM (SELECT f AS x FROM (SELECT f FROM m1)) WHERE time > 20s AND time < 100s GROUP BY time(30s)
            SELECT count(f) FROM (SELECT f FROM m1 GROUP BY host LIMIT 2)
            SELECT sum(max) FROM (SELECT max(f) FROM m1 GROUP BY host)
            SELECT mean(a) FROM (SELECT mean(f) AS a FROM (SELECT f FROM m1 WHERE f > 0) GROUP BY host)
            SELECT v FROM pair WHERE a = b
            SELECT v FROM pair WHERE a != b
            SELECT v FROM /kind[1234]/
            SELECT v FROM kind2, kind4
            SELECT v FROM /kind[123]/ WHERE v = 'x'
            SELECT * FROM /kind[1234]/
            SELECT w FROM /kind/ WHERE v = 'x'
            SELECT w FROM kind2, kind5 WHERE v = 'x'
            SELECT w FROM /kind/ WHERE v > 1
            SELECT v, w FROM kind2, kind5
            SELECT v::string FROM /kind/
            SELECT v * 2 FROM /kind/
            SELECT last(v) FROM /kind/
            SELECT last(w), v FROM /kind/
            SELECT max(v) FROM /kind/ GROUP BY h
            SELECT count(v) FROM /kind/ WHERE time >= 0 AND time < 4s GROUP BY time(2s)
            SELECT count(*) FROM /kind/
            SELECT distinct(v) FROM /kind/
            SELECT v FROM (SELECT v FROM /kind/)
            SELECT * FROM kind2, kind5
            SELECT * FROM /kind/
            SELECT *::tag, w FROM kind2, kind5
            SELECT *::field FROM kind2, kind5
            SELECT /v|w/ FROM kind2, kind5
            SELECT v::tag, v::field, w FROM kind2, kind5
            SELECT w FROM kind2, kind5 GROUP BY v
            SELECT * FROM kind2, kind5 GROUP BY v
            SELECT v, w FROM kind2, kind5 GROUP BY v
            SELECT max(w), v FROM kind2, kind5 GROUP BY v
            SELECT count(*) FROM /kind/ GROUP BY *
            SELECT mean(w) FROM /kind/ GROUP BY /./
            SELECT v FROM kind2 GROUP BY v
            SELECT * FROM kind2 GROUP BY v
            SELECT max(w), v FROM kind2 WHERE time >= 0 AND time < 4s GROUP BY time(2s), v
            SHOW MEASUREMENTS
            SHOW MEASUREMENTS WITH MEASUREMENT =~ /^m/
            SHOW MEASUREMENTS WITH MEASUREMENT = nothing
            SHOW TAG KEYS
            SHOW TAG KEYS FROM "odd name"
            SHOW FIELD KEYS
            SHOW FIELD KEYS FROM wide
            SHOW FIELD KEYS FROM nothing
            """
                    .lines()
                    .toList();

    private HandWritten() {}
}
