// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.DatabaseName;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryRequest.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The ticket that all client libraries send to `DoGet`: a JSON object (data.md 4.3, item 3).
///
/// @param database which database
/// @param text the query
/// @param language of the query
/// @param parameters values for `$name`, as [QueryRequest] takes them
record JsonTicket(
        DatabaseName database, String text, Language language, Map<String, Object> parameters) {
    private static final List<String> DATABASE_NAMES =
            List.of("database", "namespace_name", "bucket", "bucket-name");

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    JsonTicket {
        parameters = Map.copyOf(parameters);
    }

    /// Reads a ticket.
    ///
    /// @throws ProblemException *invalid* for anything else than such an object, or for a name that
    ///   no database can have
    static JsonTicket parse(byte[] ticket) {
        JsonNode json = object(ticket);
        return new JsonTicket(
                new DatabaseName(database(json)),
                requireText(json.get("sql_query")),
                language(json.get("query_type")),
                parameters(json.get("params")));
    }

    private static JsonNode object(byte[] ticket) {
        try {
            JsonNode json = MAPPER.readTree(ticket);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException malformed) {
            throw new ProblemException(INVALID, malformed);
        }
        throw INVALID.asException();
    }

    private static final Problem INVALID =
            Problem.invalid("invalid_ticket", "Invalid ticket. Error: Invalid ticket");

    private static String database(JsonNode json) {
        List<String> named =
                DATABASE_NAMES.stream()
                        .map(json::get)
                        .filter(Objects::nonNull)
                        .map(JsonTicket::requireText)
                        .distinct()
                        .toList();
        if (named.size() != 1) {
            throw INVALID.asException();
        }
        return named.getFirst();
    }

    private static String requireText(@Nullable JsonNode value) {
        if (value == null || !value.isString()) {
            throw INVALID.asException();
        }
        return value.stringValue();
    }

    private static Language language(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return Language.SQL;
        }
        return switch (requireText(value)) {
            case "sql" -> Language.SQL;
            case "influxql" -> Language.INFLUXQL;
            case String _ -> throw INVALID.asException();
        };
    }

    private static Map<String, Object> parameters(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw INVALID.asException();
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        value.properties()
                .forEach(entry -> parameters.put(entry.getKey(), parameter(entry.getValue())));
        return parameters;
    }

    private static Object parameter(JsonNode value) {
        if (value.isNull()) {
            return QueryRequest.NULL_PARAMETER;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isFloatingPointNumber()) {
            return value.doubleValue();
        }
        throw INVALID.asException();
    }
}
