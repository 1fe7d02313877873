// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import dev.sluice.model.Principal.CredentialKind;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A record as one line of JSON, newline included. Members are only ever added.
final class AuditCodec {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private AuditCodec() {}

    static byte[] line(Instant time, AuditRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("time", TIME.format(time));
            json.writeStringProperty("event", word(record.event()));
            json.writeStringProperty("requestId", record.origin().requestId());
            json.writeStringProperty("remoteAddress", record.origin().remoteAddress());
            json.writeStringProperty("method", record.origin().method());
            json.writeStringProperty("route", record.origin().route());
            CredentialKind kind = record.actor().kind();
            optional(json, "credentialKind", kind == null ? null : word(kind));
            optional(json, "provider", record.actor().provider());
            optional(json, "subject", record.actor().subject());
            json.writeStringProperty("operation", record.operation());
            optional(json, "object", record.object());
            optional(json, "outcome", record.outcome());
            optional(json, "reason", record.reason());
            if (record.count() > 1) {
                json.writeNumberProperty("count", record.count());
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void optional(JsonGenerator json, String member, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(member, value);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
