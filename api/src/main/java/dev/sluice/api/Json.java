// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reading and writing of JSON bodies by hand. Unknown members are ignored, `null` is absence, a
/// wrong type is the [Problem] `invalid_body` that names the member (admin.md 4.1).
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Json() {}

    static JsonNode readObject(byte[] body) {
        JsonNode node = read(body);
        if (!node.isObject()) {
            throw invalid("the body must be a JSON object");
        }
        return node;
    }

    static <T> List<T> readArray(byte[] body, Function<JsonNode, T> element) {
        JsonNode node = read(body);
        if (!node.isArray()) {
            throw invalid("the body must be a JSON array");
        }
        List<T> elements = new ArrayList<>();
        for (JsonNode child : node) {
            if (!child.isObject()) {
                throw invalid("each element of the body must be a JSON object");
            }
            elements.add(element.apply(child));
        }
        return elements;
    }

    private static JsonNode read(byte[] body) {
        if (body.length == 0) {
            throw invalid("the body is empty, expected JSON");
        }
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new ProblemException(Problem.invalid("invalid_body", fault(e)), e);
        }
    }

    /// The message of `e` is for programmers: it names classes and settings of the library.
    private static String fault(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "the body is nested too deep, or has a name or a number that is too long";
        }
        TokenStreamLocation place = e.getLocation();
        return "the body cannot be read as JSON at line "
                + place.getLineNr()
                + ", column "
                + place.getColumnNr();
    }

    static @Nullable JsonNode find(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : value;
    }

    static String requireText(JsonNode object, String member) {
        String text = findText(object, member);
        if (text == null) {
            throw invalid(member + " is required");
        }
        return text;
    }

    static @Nullable String findText(JsonNode object, String member) {
        JsonNode value = find(object, member);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(member + " must be a string");
        }
        return value.stringValue();
    }

    static int int32(JsonNode object, String member, int whenAbsent) {
        Integer value = findInt32(object, member);
        return value == null ? whenAbsent : value;
    }

    static @Nullable Integer findInt32(JsonNode object, String member) {
        JsonNode value = find(object, member);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw invalid(member + " must be a 32-bit integer");
        }
        return value.intValue();
    }

    static long int64(JsonNode object, String member, long whenAbsent) {
        Long value = findInt64(object, member);
        return value == null ? whenAbsent : value;
    }

    static @Nullable Long findInt64(JsonNode object, String member) {
        JsonNode value = find(object, member);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid(member + " must be a 64-bit integer");
        }
        return value.longValue();
    }

    static boolean requireBoolean(JsonNode object, String member) {
        JsonNode value = find(object, member);
        if (value == null || !value.isBoolean()) {
            throw invalid(member + " must be true or false");
        }
        return value.booleanValue();
    }

    static UUID requireUuid(JsonNode object, String member) {
        return uuid(member, requireText(object, member));
    }

    static @Nullable UUID findUuid(JsonNode object, String member) {
        String text = findText(object, member);
        return text == null ? null : uuid(member, text);
    }

    private static UUID uuid(String member, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw invalid(member + " must be a UUID");
        }
    }

    static Instant requireTime(JsonNode object, String member) {
        return WireTime.read(member, requireText(object, member));
    }

    static @Nullable Instant findTime(JsonNode object, String member) {
        String text = findText(object, member);
        return text == null ? null : WireTime.read(member, text);
    }

    /// An array of strings; absent, it is empty.
    static List<String> texts(JsonNode object, String member) {
        JsonNode array = find(object, member);
        if (array == null) {
            return List.of();
        }
        if (!array.isArray() || array.valueStream().anyMatch(element -> !element.isString())) {
            throw invalid(member + " must be an array of strings");
        }
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    static ProblemException invalid(String message) {
        return Problem.invalid("invalid_body", message).asException();
    }

    static byte[] writeObject(Consumer<JsonGenerator> members) {
        return write(json -> {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        });
    }

    static <T> byte[] writeArray(List<T> elements, BiConsumer<JsonGenerator, T> members) {
        return write(json -> {
            json.writeStartArray();
            for (T element : elements) {
                json.writeStartObject();
                members.accept(json, element);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// An instant; an absent one writes nothing at all.
    static void writeTime(JsonGenerator json, String member, @Nullable Instant instant) {
        if (instant != null) {
            json.writeStringProperty(member, WireTime.write(instant));
        }
    }

    /// A whole number; an absent one writes nothing at all.
    static void writeNumber(JsonGenerator json, String member, @Nullable Number number) {
        if (number != null) {
            json.writeNumberProperty(member, number.longValue());
        }
    }

    static void writeTexts(JsonGenerator json, String member, List<String> texts) {
        json.writeArrayPropertyStart(member);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static byte[] write(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            content.accept(json);
        }
        return bytes.toByteArray();
    }
}
