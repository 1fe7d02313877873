// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryRequest.Language;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the ticket that all client libraries send to `DoGet`: a JSON object (data.md 4.3, item 3).
final class JsonTicket {
    private static final List<String> DATABASE_NAMES =
            List.of("database", "namespace_name", "bucket", "bucket-name");

    /// The largest number of 64 bits without a sign.
    private static final BigInteger UNSIGNED_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonTicket() {}

    /// Reads a ticket.
    ///
    /// @throws ProblemException *invalid* for anything else than such an object, or for a name that
    ///   no database can have
    static FlightTicket.Text parse(byte[] ticket) {
        JsonNode json = object(ticket);
        return new FlightTicket.Text(
                new DatabaseName(database(json)),
                requireText(json.get("sql_query")),
                language(json.get("query_type")),
                parameters(json.get("params")),
                debug(json.get("is_debug")));
    }

    private static JsonNode object(byte[] ticket) {
        try {
            JsonNode json = MAPPER.readTree(ticket);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException malformed) {
            throw new ProblemException(FlightTicket.INVALID, malformed);
        }
        throw FlightTicket.INVALID.asException();
    }

    private static String database(JsonNode json) {
        List<String> named =
                DATABASE_NAMES.stream()
                        .map(json::get)
                        .filter(Objects::nonNull)
                        .map(JsonTicket::requireText)
                        .distinct()
                        .toList();
        if (named.size() != 1) {
            throw FlightTicket.INVALID.asException();
        }
        return named.getFirst();
    }

    private static String requireText(@Nullable JsonNode value) {
        if (value == null || !value.isString()) {
            throw FlightTicket.INVALID.asException();
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
            case String _ -> throw FlightTicket.INVALID.asException();
        };
    }

    private static boolean debug(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw FlightTicket.INVALID.asException();
        }
        return value.booleanValue();
    }

    private static Map<String, Object> parameters(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw FlightTicket.INVALID.asException();
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
        if (value.isIntegralNumber()
                && value.bigIntegerValue().signum() > 0
                && value.bigIntegerValue().compareTo(UNSIGNED_MAX) <= 0) {
            return value.bigIntegerValue();
        }
        if (value.isFloatingPointNumber()) {
            return value.doubleValue();
        }
        throw FlightTicket.INVALID.asException();
    }
}
