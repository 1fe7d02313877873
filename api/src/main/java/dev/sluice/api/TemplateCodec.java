// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The member `partitionTemplate`, in both directions (admin.md 4.3).
final class TemplateCodec {
    private static final String MEMBER = "partitionTemplate";
    private static final String TYPE = "type";
    private static final String VALUE = "value";
    private static final String TAG = "tag";
    private static final String BUCKET = "bucket";
    private static final String TIME = "time";
    private static final String TAG_NAME = "tagName";
    private static final String NUMBER_OF_BUCKETS = "numberOfBuckets";

    private TemplateCodec() {}

    /// The template of a request; null when it is absent or empty, which clients send for absence.
    /// Throws the [Problem] `invalid_partition_template` for one that breaks the rules.
    static @Nullable PartitionTemplate find(JsonNode json) {
        JsonNode array = Json.find(json, MEMBER);
        if (array == null) {
            return null;
        }
        if (!array.isArray()) {
            throw Json.invalid(MEMBER + " must be an array");
        }
        List<TemplatePart> parts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            parts.add(part(array.get(i), MEMBER + "[" + i + "]"));
        }
        return parts.isEmpty() ? null : new PartitionTemplate(parts);
    }

    private static TemplatePart part(JsonNode json, String place) {
        if (!json.isObject()) {
            throw Json.invalid(place + " must be an object with type and value");
        }
        String type = Json.findText(json, TYPE);
        return switch (type) {
            case TAG -> new TemplatePart.Tag(Json.requireText(json, VALUE));
            case TIME -> new TemplatePart.Time(new TimeFormat(Json.requireText(json, VALUE)));
            case BUCKET -> bucket(json, place);
            case null -> throw Json.invalid(place + ".type is required");
            default ->
                    throw Json.invalid(
                            place + ".type must be tag, bucket or time, not \"" + type + "\"");
        };
    }

    private static TemplatePart bucket(JsonNode json, String place) {
        JsonNode value = Json.find(json, VALUE);
        if (value == null || !value.isObject()) {
            throw Json.invalid(place + ".value must be an object with tagName and numberOfBuckets");
        }
        return new TemplatePart.Bucket(
                Json.requireText(value, TAG_NAME), Json.int32(value, NUMBER_OF_BUCKETS, 0));
    }

    /// Writes the member; an absent template writes nothing at all.
    static void write(JsonGenerator json, @Nullable PartitionTemplate template) {
        if (template == null) {
            return;
        }
        json.writeArrayPropertyStart(MEMBER);
        for (TemplatePart part : template.parts()) {
            json.writeStartObject();
            switch (part) {
                case TemplatePart.Tag(String name) -> writeText(json, TAG, name);
                case TemplatePart.Time(TimeFormat format) ->
                        writeText(json, TIME, format.pattern());
                case TemplatePart.Bucket(String name, int count) -> {
                    json.writeStringProperty(TYPE, BUCKET);
                    json.writeObjectPropertyStart(VALUE);
                    json.writeStringProperty(TAG_NAME, name);
                    json.writeNumberProperty(NUMBER_OF_BUCKETS, count);
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeText(JsonGenerator json, String type, String value) {
        json.writeStringProperty(TYPE, type);
        json.writeStringProperty(VALUE, value);
    }
}
