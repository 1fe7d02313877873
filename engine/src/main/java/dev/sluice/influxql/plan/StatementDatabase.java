// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Source;
import dev.sluice.influxql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which database a statement names (data.md 3.2).
public final class StatementDatabase {
    private StatementDatabase() {}

    /// The one database that a statement names, or the usual one where it names none.
    ///
    /// @param usual the database of the request, or empty
    /// @throws dev.sluice.model.ProblemException *invalid* where it names several
    public static String of(Statement statement, String usual) {
        Set<String> names = new LinkedHashSet<>();
        switch (statement) {
            case Statement.Select select -> addAll(select, usual, names);
            case Statement.Explain explain -> addAll(explain.select(), usual, names);
            case Statement.ShowMeasurements show -> {
                if (!show.on().database().isEmpty()) {
                    names.add(joined(show.on().database(), show.on().policy(), usual));
                }
            }
            case Statement.ShowTagKeys show -> addAll(show.database(), show.from(), usual, names);
            case Statement.ShowTagValues show -> addAll(show.database(), show.from(), usual, names);
            case Statement.ShowFieldKeys show -> addAll(show.database(), show.from(), usual, names);
            case Statement.ShowRetentionPolicies show ->
                    addAll(show.database(), List.of(), usual, names);
            case Statement.ShowDatabases _, Statement.NotImplemented _ -> {}
        }
        if (names.size() > 1) {
            throw Refusals.planning("can only perform queries on a single database");
        }
        return names.isEmpty() ? usual : names.iterator().next();
    }

    /// The database of a measurement, or empty where it names none.
    static String of(Source.Measurement measurement, String usual) {
        return measurement.database().isEmpty() && measurement.policy().isEmpty()
                ? ""
                : joined(measurement.database(), measurement.policy(), usual);
    }

    private static void addAll(Statement.Select select, String usual, Set<String> names) {
        for (Source source : select.from()) {
            switch (source) {
                case Source.Subquery subquery -> addAll(subquery.select(), usual, names);
                case Source.Measurement measurement -> names.add(orUsual(measurement, usual));
            }
        }
    }

    private static void addAll(
            String database, List<Source.Measurement> from, String usual, Set<String> names) {
        if (!database.isEmpty()) {
            names.add(database);
        }
        for (Source.Measurement measurement : from) {
            String base = database.isEmpty() ? usual : database;
            names.add(orUsual(measurement, base));
        }
    }

    private static String orUsual(Source.Measurement measurement, String usual) {
        String named = of(measurement, usual);
        return named.isEmpty() ? usual : named;
    }

    /// The usual policies are no part of a database's name, and the others are so in lower case
    /// (data.md 2.4).
    private static String joined(String database, String policy, String usual) {
        String base = database.isEmpty() ? usual.replaceFirst("/.*", "") : database;
        String folded = policy.toLowerCase(Locale.ROOT);
        boolean usualPolicy =
                folded.isEmpty() || folded.equals("autogen") || folded.equals("default");
        return usualPolicy ? base : base + "/" + folded;
    }
}
