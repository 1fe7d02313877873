// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Secret;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The JSON of management tokens, in both directions (admin.md 4.6). Reading throws the
/// [dev.sluice.model.Problem] `invalid_body` for anything that is not of the right form.
public final class ManagementTokenCodec {
    private ManagementTokenCodec() {}

    /// A request for a token.
    public static NewManagementToken readNew(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new NewManagementToken(
                Json.requireText(json, "description"), Json.findTime(json, "expiresAt"));
    }

    /// A request for a token.
    public static byte[] writeNew(NewManagementToken request) {
        return Json.writeObject(json -> {
            json.writeStringProperty("description", request.description());
            Json.writeTime(json, "expiresAt", request.expiresAt());
        });
    }

    /// One token, without its secret.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] write(ManagementTokenBody token, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> members(accountForm).accept(json, token));
    }

    /// A list of tokens, without their secrets.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeList(
            List<ManagementTokenBody> tokens, @Nullable ClusterIds accountForm) {
        return Json.writeArray(tokens, members(accountForm));
    }

    /// The answer to a request for a token, secret and all.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeCreated(
            CreatedManagementToken created, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> {
            members(accountForm).accept(json, created.token());
            json.writeStringProperty("token", created.text().reveal());
        });
    }

    /// One token, as [#write] wrote it.
    public static ManagementTokenBody read(byte[] body) {
        return token(Json.readObject(body));
    }

    /// A list of tokens, as [#writeList] wrote it.
    public static List<ManagementTokenBody> readList(byte[] body) {
        return Json.readArray(body, ManagementTokenCodec::token);
    }

    /// A new token, as [#writeCreated] wrote it.
    public static CreatedManagementToken readCreated(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new CreatedManagementToken(token(json), Secret.of(Json.requireText(json, "token")));
    }

    private static ManagementTokenBody token(JsonNode json) {
        return new ManagementTokenBody(
                Json.requireUuid(json, "id"),
                Json.requireText(json, "description"),
                Json.requireText(json, "prefix"),
                Json.requireTime(json, "createdAt"),
                Json.findTime(json, "expiresAt"),
                Json.findTime(json, "revokedAt"),
                Json.findUuid(json, "createdBy"));
    }

    private static BiConsumer<JsonGenerator, ManagementTokenBody> members(
            @Nullable ClusterIds ids) {
        return (json, token) -> {
            AccountForm.write(json, ids);
            json.writeStringProperty("id", token.id().toString());
            json.writeStringProperty("description", token.description());
            json.writeStringProperty("prefix", token.prefix());
            Json.writeTime(json, "createdAt", token.createdAt());
            Json.writeTime(json, "expiresAt", token.expiresAt());
            Json.writeTime(json, "revokedAt", token.revokedAt());
            UUID createdBy = token.createdBy();
            if (createdBy != null) {
                json.writeStringProperty("createdBy", createdBy.toString());
            }
        };
    }
}
