// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.sluice.query.Queries;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryRequest.Language;
import dev.sluice.query.ResultStream;
import dev.sluice.query.RunningResult;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/// Rows for tickets, and columns for commands.
final class Answers {
    private final Queries queries;
    private final BufferAllocator allocator;
    private final SqlFacts facts;

    Answers(Queries queries, BufferAllocator allocator, SqlFacts facts) {
        this.queries = queries;
        this.allocator = allocator;
        this.facts = facts;
    }

    /// What is told before there are rows.
    ///
    /// @param schema the columns
    /// @param ticket gets the rows
    record Described(Schema schema, ReadInfo ticket) {}

    /// The columns of a command's answer.
    Described describe(Asker asker, Any packed) {
        SqlCommand command = SqlCommand.of(packed);
        String database = asker.grant().database().value();
        boolean debug = asker.head().debug();
        ReadInfo ticket =
                new ReadInfo(
                        database,
                        "",
                        ReadInfo.Kind.COMMAND,
                        packed.toByteString(),
                        debug,
                        Map.of());
        return switch (command) {
            case SqlCommand.Statement(String text)
                    when asker.head().language() == Language.INFLUXQL ->
                    // The header may be missing when the rows are fetched; the ticket says it too.
                    new Described(
                            schema(asker, influxQl(asker, text)),
                            new ReadInfo(
                                    database,
                                    text,
                                    ReadInfo.Kind.INFLUXQL,
                                    ByteString.EMPTY,
                                    debug,
                                    Map.of()));
            case SqlCommand.Statement(String text) ->
                    new Described(schema(asker, asker.sql(text, Map.of(), debug)), ticket);
            case SqlCommand.Prepared(PreparedStatement statement) ->
                    new Described(
                            schema(
                                    asker,
                                    asker.sql(statement.text(), statement.parameters(), debug)),
                            ticket);
            default -> {
                queries.requireDatabase(asker.grant());
                yield new Described(MetadataAnswers.schema(command), ticket);
            }
        };
    }

    private static QueryRequest influxQl(Asker asker, String text) {
        return asker.request(text, Language.INFLUXQL, Map.of(), asker.head().debug());
    }

    private Schema schema(Asker asker, QueryRequest request) {
        return queries.describe(asker.grant(), request).schema();
    }

    /// The rows for a ticket.
    Delivery.Answer open(Asker asker, FlightTicket ticket) {
        return switch (ticket) {
            case FlightTicket.Text text ->
                    new Delivery.Rows(
                            queries.open(
                                    asker.grant(),
                                    asker.request(
                                            text.text(),
                                            text.language(),
                                            text.parameters(),
                                            text.debug())));
            case FlightTicket.Command command -> open(asker, command);
        };
    }

    private Delivery.Answer open(Asker asker, FlightTicket.Command ticket) {
        SqlCommand command = SqlCommand.of(ticket.command());
        if (!(command instanceof SqlCommand.Statement)
                && !(command instanceof SqlCommand.Prepared)) {
            queries.requireDatabase(asker.grant());
        }
        if (command instanceof SqlCommand.SqlInfo(List<Integer> infos)) {
            List<Integer> known = facts.known(infos);
            if (infos.isEmpty() || !known.isEmpty()) {
                return new Delivery.Whole(listener -> facts.send(known, listener));
            }
        }
        return new Delivery.Rows(rows(asker, command, ticket.debug() || asker.head().debug()));
    }

    private ResultStream rows(Asker asker, SqlCommand command, boolean debug) {
        MetadataAnswers metadata =
                new MetadataAnswers(
                        allocator,
                        debug,
                        asker.head().baseTableType(),
                        sql ->
                                RunningResult.openingPart(() ->
                                        queries.open(
                                                asker.grant(), asker.sql(sql, Map.of(), debug))));
        return switch (command) {
            case SqlCommand.Statement(String text) ->
                    queries.open(
                            asker.grant(),
                            asker.command(text, asker.head().language(), Map.of(), debug));
            case SqlCommand.Prepared(PreparedStatement statement) ->
                    queries.open(
                            asker.grant(),
                            asker.sql(statement.text(), statement.parameters(), debug));
            case SqlCommand.Catalogs _ -> metadata.catalogs();
            case SqlCommand.Schemata schemata -> metadata.schemata(schemata);
            case SqlCommand.Tables tables -> metadata.tables(tables);
            case SqlCommand.TableTypes _ -> metadata.tableTypes();
            case SqlCommand.TypeInfo types -> metadata.typeInfo(types);
            case SqlCommand.Keys keys -> metadata.keys(keys);
            case SqlCommand.SqlInfo _ ->
                    FixedResult.of(allocator, Schemas.GET_SQL_INFO_SCHEMA, List.of());
        };
    }
}
