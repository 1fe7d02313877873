// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.tokencache;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.TokenSet;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The JSON of a token, the same in the cache and in an admin token's file (admin.md 2.3 and 3.4).
public final class TokenDocument {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){2}");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private @Nullable String accessToken;
    private @Nullable String tokenType;
    private @Nullable String refreshToken;
    private @Nullable String idToken;
    private @Nullable Instant expiry;
    private @Nullable Long expiresInSeconds;

    private TokenDocument() {}

    /// Reads a serialised token (`expiry`), an RFC 6749 answer (`expires_in`) or a bare compact
    /// JWT, each with white space around it or behind a byte order mark. Unknown members are passed
    /// over.
    ///
    /// @param issued what `expires_in` counts from
    /// @throws ProblemException `token_document_invalid`; the message goes on from the file's name
    public static TokenSet read(String text, Instant issued) {
        boolean marked = text.startsWith(BYTE_ORDER_MARK);
        String content = text.substring(marked ? BYTE_ORDER_MARK.length() : 0).strip();
        if (content.isEmpty()) {
            throw invalid("is empty");
        }
        if (!content.startsWith("{")) {
            if (!JWT.matcher(content).matches()) {
                throw invalid("holds neither JSON nor a JWT");
            }
            return new TokenSet(Secret.of(content), "Bearer", null, null, null);
        }
        TokenDocument document = new TokenDocument();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), content)) {
            document.members(json);
        } catch (JacksonException e) {
            throw new ProblemException(problem("holds JSON that breaks off or is malformed"), e);
        }
        return document.tokens(issued);
    }

    /// Writes what [#read] reads.
    public static String write(TokenSet tokens) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("access_token", tokens.accessToken().reveal());
            json.writeStringProperty("token_type", tokens.tokenType());
            secret(json, "refresh_token", tokens.refreshToken());
            secret(json, "id_token", tokens.idToken());
            if (tokens.expiry() != null) {
                json.writeStringProperty("expiry", tokens.expiry().toString());
            }
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void secret(JsonGenerator json, String name, @Nullable Secret secret) {
        if (secret != null) {
            json.writeStringProperty(name, secret.reveal());
        }
    }

    private void members(JsonParser json) {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                member(name, json.getString());
            } else {
                json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw invalid("holds more than one JSON object");
        }
    }

    private void member(String name, String value) {
        switch (name) {
            case "access_token" -> accessToken = value;
            case "token_type" -> tokenType = value;
            case "refresh_token" -> refreshToken = value;
            case "id_token" -> idToken = value;
            case "expiry" -> expiry = moment(value);
            case "expires_in" -> expiresInSeconds = seconds(value);
            default -> {}
        }
    }

    private static Instant moment(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ProblemException(problem("has an expiry that is not RFC 3339"), e);
        }
    }

    private static Long seconds(String text) {
        if (!text.matches("[0-9]{1,10}")) {
            throw invalid("has an expires_in that is not a number of seconds");
        }
        return Long.valueOf(text);
    }

    private TokenSet tokens(Instant issued) {
        if (accessToken == null || accessToken.isBlank()) {
            throw invalid("has no access_token");
        }
        if (expiry == null && expiresInSeconds != null) {
            expiry = issued.plusSeconds(expiresInSeconds);
        }
        return new TokenSet(
                Secret.of(accessToken.strip()),
                tokenType == null ? "Bearer" : tokenType,
                secret(refreshToken),
                secret(idToken),
                expiry);
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null || text.isBlank() ? null : Secret.of(text);
    }

    private static ProblemException invalid(String message) {
        return problem(message).asException();
    }

    private static Problem problem(String message) {
        return Problem.invalid("token_document_invalid", message);
    }
}
