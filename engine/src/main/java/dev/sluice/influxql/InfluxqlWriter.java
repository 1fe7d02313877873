// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Statement.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a tree as text, in one form: the parser reads the same tree from it. Names are quoted
/// where they must be, texts are escaped, and brackets are added where a tree that no parser made
/// would otherwise mean something else.
///
/// Two things have no text and are never read: a [Literal.Regex] that ends in a lone backslash,
/// holds a line break or an escaped slash, and an empty list of fields or sources.
public final class InfluxqlWriter {
    private final StringBuilder out = new StringBuilder(256);
    private final TermWriter terms = new TermWriter(out);

    private InfluxqlWriter() {}

    /// The text of a statement.
    public static String write(Statement statement) {
        InfluxqlWriter writer = new InfluxqlWriter();
        writer.statement(statement);
        return writer.out.toString();
    }

    /// The text of a condition.
    public static String write(Condition condition) {
        InfluxqlWriter writer = new InfluxqlWriter();
        writer.terms.condition(condition);
        return writer.out.toString();
    }

    /// The text of a term.
    public static String write(Term term) {
        InfluxqlWriter writer = new InfluxqlWriter();
        writer.terms.term(term);
        return writer.out.toString();
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Select select -> select(select);
            case Statement.Explain explain -> {
                out.append("EXPLAIN ");
                out.append(explain.analyze() ? "ANALYZE " : "");
                out.append(explain.verbose() ? "VERBOSE " : "");
                select(explain.select());
            }
            case Statement.ShowMeasurements show -> {
                out.append("SHOW MEASUREMENTS");
                scope(show.on());
                withMeasurement(show.filter());
                where(show.where());
                page(show.page(), "");
            }
            case Statement.ShowTagKeys show -> {
                out.append("SHOW TAG KEYS");
                on(show.database());
                from(show.from());
                where(show.where());
                page(show.page(), "");
            }
            case Statement.ShowTagValues show -> {
                out.append("SHOW TAG VALUES");
                on(show.database());
                from(show.from());
                withKey(show.keys());
                where(show.where());
                page(show.page(), "");
            }
            case Statement.ShowFieldKeys show -> {
                out.append("SHOW FIELD KEYS");
                on(show.database());
                from(show.from());
                page(show.page(), "");
            }
            case Statement.ShowDatabases _ -> out.append("SHOW DATABASES");
            case Statement.ShowRetentionPolicies show -> {
                out.append("SHOW RETENTION POLICIES");
                on(show.database());
            }
            case Statement.CreateDatabase create -> {
                out.append("CREATE DATABASE ").append(Keywords.quoted(create.name()));
                policy(create.policy());
            }
            case Statement.Delete delete -> {
                out.append("DELETE");
                from(delete.from());
                where(delete.where());
            }
            case Statement.DropMeasurement drop ->
                    out.append("DROP MEASUREMENT ").append(Keywords.quoted(drop.name()));
        }
    }

    private void select(Statement.Select select) {
        out.append("SELECT ");
        String separator = "";
        for (Statement.Field field : select.fields()) {
            out.append(separator);
            terms.term(field.term());
            if (!field.alias().isEmpty()) {
                out.append(" AS ").append(Keywords.quoted(field.alias()));
            }
            separator = ", ";
        }
        from(select.from());
        where(select.where());
        groupBy(select.groupBy());
        fill(select.fill());
        if (select.order() == Statement.Order.DESCENDING) {
            out.append(" ORDER BY time DESC");
        }
        page(select.page(), "");
        page(select.seriesPage(), "S");
        if (!select.zone().isEmpty()) {
            out.append(" tz(");
            terms.term(new Literal.Text(select.zone()));
            out.append(')');
        }
    }

    private void from(List<? extends Source> sources) {
        String separator = " FROM ";
        for (Source source : sources) {
            out.append(separator);
            switch (source) {
                case Source.Measurement measurement -> measurement(measurement);
                case Source.Subquery subquery -> {
                    out.append('(');
                    select(subquery.select());
                    out.append(')');
                }
            }
            separator = ", ";
        }
    }

    private void measurement(Source.Measurement measurement) {
        if (!measurement.database().isEmpty()) {
            out.append(Keywords.quoted(measurement.database())).append('.');
        }
        if (!measurement.policy().isEmpty()) {
            out.append(Keywords.quoted(measurement.policy()));
        }
        if (!measurement.database().isEmpty() || !measurement.policy().isEmpty()) {
            out.append('.');
        }
        switch (measurement.target()) {
            case Source.Name name -> out.append(Keywords.quoted(name.name()));
            case Source.Pattern pattern -> terms.term(pattern.regex());
        }
    }

    private void groupBy(List<Dimension> dimensions) {
        String separator = " GROUP BY ";
        for (Dimension dimension : dimensions) {
            out.append(separator);
            switch (dimension) {
                case Dimension.Tag tag -> terms.dimension(tag.variable());
                case Dimension.Wildcard _ -> out.append('*');
                case Dimension.Pattern pattern -> terms.term(pattern.regex());
                case Dimension.Time time -> bins(time);
            }
            separator = ", ";
        }
    }

    private void bins(Dimension.Time time) {
        out.append("time(");
        terms.term(time.interval());
        if (time.offset() != null) {
            out.append(", ");
            terms.term(time.offset());
        }
        out.append(')');
    }

    private void fill(@Nullable Fill fill) {
        switch (fill) {
            case null -> {}
            case Fill.Mode mode ->
                    out.append(" fill(")
                            .append(
                                    switch (mode) {
                                        case NULL -> "null";
                                        case NONE -> "none";
                                        case PREVIOUS -> "previous";
                                        case LINEAR -> "linear";
                                    })
                            .append(')');
            case Fill.Constant constant -> {
                out.append(" fill(");
                terms.term(constant.number());
                out.append(')');
            }
        }
    }

    private void where(@Nullable Condition where) {
        if (where != null) {
            out.append(" WHERE ");
            terms.condition(where);
        }
    }

    private void page(Page page, String prefix) {
        number(" " + prefix + "LIMIT ", page.limit());
        number(" " + prefix + "OFFSET ", page.offset());
    }

    private void number(String words, @Nullable Long number) {
        if (number != null) {
            out.append(words).append(Long.toUnsignedString(number));
        }
    }

    private void on(String database) {
        if (!database.isEmpty()) {
            out.append(" ON ").append(Keywords.quoted(database));
        }
    }

    private void scope(Statement.MeasurementScope scope) {
        if (scope.equals(Statement.MeasurementScope.UNSAID)) {
            return;
        }
        out.append(" ON ");
        out.append(scope.everyDatabase() ? "*" : Keywords.quoted(scope.database()));
        if (scope.everyPolicy()) {
            out.append(".*");
        } else if (!scope.policy().isEmpty()) {
            out.append('.').append(Keywords.quoted(scope.policy()));
        }
    }

    private void withMeasurement(Source.@Nullable Measurement filter) {
        if (filter != null) {
            out.append(" WITH MEASUREMENT ");
            out.append(filter.target() instanceof Source.Pattern ? "=~ " : "= ");
            measurement(filter);
        }
    }

    private void withKey(KeyFilter keys) {
        out.append(" WITH KEY ");
        switch (keys) {
            case KeyFilter.Is is ->
                    out.append(is.negated() ? "!= " : "= ").append(Keywords.quoted(is.key()));
            case KeyFilter.Matches matches -> {
                out.append(matches.negated() ? "!~ " : "=~ ");
                terms.term(matches.regex());
            }
            case KeyFilter.In in -> {
                String separator = "IN (";
                for (String key : in.keys()) {
                    out.append(separator).append(Keywords.quoted(key));
                    separator = ", ";
                }
                out.append(')');
            }
        }
    }

    private void policy(Statement.PolicyOptions options) {
        if (options.equals(Statement.PolicyOptions.NONE)) {
            return;
        }
        out.append(" WITH");
        duration(" DURATION ", options.duration());
        number(" REPLICATION ", options.replication());
        duration(" SHARD DURATION ", options.shardDuration());
        if (!options.name().isEmpty()) {
            out.append(" NAME ").append(Keywords.quoted(options.name()));
        }
    }

    private void duration(String words, Literal.@Nullable DurationValue duration) {
        if (duration != null) {
            out.append(words);
            terms.term(duration);
        }
    }
}
