// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.influxql.BindParameters;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Unit;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.series.AnswerFormat;
import dev.sluice.series.AnswerStyle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `/query` is asked, and how it is to answer (data.md 3.1).
///
/// @param text statements
/// @param database for statements that name none, a retention policy included; may be empty
/// @param withoutPolicy the same without the policy
/// @param values of bind parameters, as JSON
/// @param token the parameter `p`, or empty
/// @param style of the answer
record QueryParameters(
        String text,
        String database,
        String withoutPolicy,
        JsonNode values,
        String token,
        AnswerStyle style) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long CHUNK_ROWS_DEFAULT = 10_000;

    /// Reads the parameters.
    ///
    /// @throws ProblemException *invalid*
    static QueryParameters of(QueryFields fields, AnswerFormat format) {
        String text = fields.find("q");
        if (text.isEmpty()) {
            throw invalid("expected a query to be provided in the query string or body");
        }
        String database = fields.find("db");
        return new QueryParameters(
                text,
                database.isEmpty() ? "" : WriteParameters.withPolicy(database, fields.find("rp")),
                database,
                values(fields.find("params")),
                fields.find("p"),
                style(fields, format));
    }

    private static AnswerStyle style(QueryFields fields, AnswerFormat format) {
        long chunkRows = chunkRows(fields.find("chunk_size"));
        return new AnswerStyle(
                format,
                epoch(fields.find("epoch")),
                truth(fields, "pretty"),
                truth(fields, "chunked") ? chunkRows : 0);
    }

    /// The values of bind parameters as constants.
    ///
    /// @throws ProblemException *invalid* for one that has no meaning in InfluxQL
    Map<String, Literal> literals() {
        Map<String, Literal> literals = new LinkedHashMap<>();
        values.properties()
                .forEach(value -> literals.put(value.getKey(), literal(value.getValue())));
        return literals;
    }

    private static Literal literal(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> BindParameters.literal(value.booleanValue());
            case STRING -> BindParameters.literal(value.stringValue());
            case NUMBER ->
                    BindParameters.literal(
                            value.isIntegralNumber()
                                    ? value.bigIntegerValue()
                                    : (Object) value.doubleValue());
            case NULL, MISSING, ARRAY, BINARY, OBJECT, POJO ->
                    throw BindParameters.unsupported(
                            value.isNull() ? "Null" : value.isArray() ? "Array" : "Object");
        };
    }

    private static JsonNode values(String json) {
        if (json.isEmpty()) {
            return JSON.createObjectNode();
        }
        try {
            JsonNode values = JSON.readTree(json);
            // Go's client of version 1 sends null for none.
            if (values.isNull()) {
                return JSON.createObjectNode();
            }
            if (values.isObject()) {
                return values;
            }
        } catch (JacksonException malformed) {
            throw new ProblemException(unreadableValues(), malformed);
        }
        throw unreadableValues().asException();
    }

    private static Problem unreadableValues() {
        return Problem.invalid(
                "invalid_query_parameters",
                "the parameter params must be a JSON object of bind parameters");
    }

    private static @Nullable Unit epoch(String word) {
        return switch (word) {
            case "" -> null;
            // As clients of version 1 say it.
            case "n" -> Unit.NANOSECOND;
            case "us" -> Unit.MICROSECOND;
            default ->
                    Unit.of(word)
                            .orElseThrow(() ->
                                    wrong("epoch", word, "one of ns, u, µ, ms, s, m, h, d, w"));
        };
    }

    private static boolean truth(QueryFields fields, String name) {
        return switch (fields.find(name)) {
            case "true" -> true;
            case "", "false" -> false;
            case String other -> throw wrong(name, other, "true or false");
        };
    }

    private static long chunkRows(String number) {
        if (number.isEmpty()) {
            return CHUNK_ROWS_DEFAULT;
        }
        try {
            long rows = Long.parseLong(number);
            if (rows > 0) {
                return rows;
            }
        } catch (NumberFormatException malformed) {
            throw new ProblemException(wrongChunkRows(number).problem(), malformed);
        }
        throw wrongChunkRows(number);
    }

    private static ProblemException wrongChunkRows(String number) {
        return wrong("chunk_size", number, "a whole number above zero");
    }

    private static ProblemException wrong(String name, String value, String expected) {
        return invalid("invalid value \"" + value + "\" of " + name + ", expected " + expected);
    }

    private static ProblemException invalid(String message) {
        return Problem.invalid("invalid_query_parameters", message).asException();
    }
}
