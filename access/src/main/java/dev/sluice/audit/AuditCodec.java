// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.audit;

import dev.sluice.model.Principal.CredentialKind;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
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
            members(
                    record,
                    (member, value) -> {
                        if (value instanceof Long number) {
                            json.writeNumberProperty(member, number);
                        } else {
                            json.writeStringProperty(member, value.toString());
                        }
                    });
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /// Tells each member that is known, but for the time, in the order of the line; a value is a
    /// text or a [Long].
    static void members(AuditRecord record, BiConsumer<String, Object> teller) {
        teller.accept("event", word(record.event()));
        RequestOrigin origin = record.origin();
        if (!origin.equals(RequestOrigin.NONE)) {
            teller.accept("requestId", origin.requestId());
            teller.accept("remoteAddress", origin.remoteAddress());
            teller.accept("method", origin.method());
            teller.accept("route", origin.route());
        }
        CredentialKind kind = record.actor().kind();
        optional(teller, "credentialKind", kind == null ? null : kind.word());
        optional(teller, "provider", record.actor().provider());
        optional(teller, "subject", record.actor().subject());
        UUID userId = record.actor().userId();
        optional(teller, "userId", userId == null ? null : userId.toString());
        teller.accept("operation", record.operation());
        optional(teller, "object", record.object());
        optional(teller, "outcome", record.outcome());
        optional(teller, "reason", record.reason());
        if (record.count() > 1) {
            teller.accept("count", (long) record.count());
        }
        if (record.generation() > 0) {
            teller.accept("generation", record.generation());
        }
    }

    private static void optional(
            BiConsumer<String, Object> teller, String member, @Nullable String value) {
        if (value != null) {
            teller.accept(member, value);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
