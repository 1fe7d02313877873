// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Permission;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The JSON of database tokens, in both directions (admin.md 4.5). Reading throws the
/// [dev.sluice.model.Problem] `invalid_body` for anything that is not of the right form. The order
/// of permissions is kept, repeated ones too.
public final class TokenCodec {
    private static final String PERMISSIONS = "permissions";

    private TokenCodec() {}

    /// A request for a token. Absent, `null` and empty permissions are the same.
    public static NewToken readNew(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new NewToken(
                Json.requireText(json, "description"),
                permissions(json),
                Json.findTime(json, "expiresAt"));
    }

    /// A request for a token.
    public static byte[] writeNew(NewToken request) {
        return Json.writeObject(json -> {
            json.writeStringProperty("description", request.description());
            writePermissions(json, request.permissions());
            Json.writeTime(json, "expiresAt", request.expiresAt());
        });
    }

    /// A request for another description or other rights; at least one must be there. A `null` list
    /// is absence, an empty one takes all rights away.
    public static TokenUpdate readUpdate(byte[] body) {
        JsonNode json = Json.readObject(body);
        boolean hasPermissions = Json.find(json, PERMISSIONS) != null;
        TokenUpdate update =
                new TokenUpdate(
                        Json.findText(json, "description"),
                        hasPermissions ? permissions(json) : null);
        if (update.description() == null && update.permissions() == null) {
            throw Json.invalid("the body must have description or permissions");
        }
        return update;
    }

    /// A request for another description or other rights; only what is given is written.
    public static byte[] writeUpdate(TokenUpdate update) {
        return Json.writeObject(json -> {
            if (update.description() != null) {
                json.writeStringProperty("description", update.description());
            }
            if (update.permissions() != null) {
                writePermissions(json, update.permissions());
            }
        });
    }

    /// One token, without its secret.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] write(TokenBody token, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> members(accountForm).accept(json, token));
    }

    /// A list of tokens, without their secrets.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeList(List<TokenBody> tokens, @Nullable ClusterIds accountForm) {
        return Json.writeArray(tokens, members(accountForm));
    }

    /// The answer to a request for a token, secret and all.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeCreated(CreatedToken created, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> {
            members(accountForm).accept(json, created.token());
            json.writeStringProperty("accessToken", created.accessToken().reveal());
        });
    }

    /// One token, as [#write] wrote it.
    public static TokenBody read(byte[] body) {
        return token(Json.readObject(body));
    }

    /// A list of tokens, as [#writeList] wrote it.
    public static List<TokenBody> readList(byte[] body) {
        return Json.readArray(body, TokenCodec::token);
    }

    /// A new token, as [#writeCreated] wrote it.
    public static CreatedToken readCreated(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new CreatedToken(token(json), Secret.of(Json.requireText(json, "accessToken")));
    }

    private static TokenBody token(JsonNode json) {
        return new TokenBody(
                Json.requireUuid(json, "id"),
                Json.requireText(json, "description"),
                permissions(json),
                Json.requireTime(json, "createdAt"),
                Json.findTime(json, "expiresAt"),
                Json.findTime(json, "revokedAt"));
    }

    private static BiConsumer<JsonGenerator, TokenBody> members(@Nullable ClusterIds ids) {
        return (json, token) -> {
            AccountForm.write(json, ids);
            json.writeStringProperty("id", token.id().toString());
            json.writeStringProperty("description", token.description());
            writePermissions(json, token.permissions());
            Json.writeTime(json, "createdAt", token.createdAt());
            Json.writeTime(json, "expiresAt", token.expiresAt());
            Json.writeTime(json, "revokedAt", token.revokedAt());
        };
    }

    private static void writePermissions(JsonGenerator json, List<Permission> permissions) {
        json.writeArrayPropertyStart(PERMISSIONS);
        for (Permission permission : permissions) {
            json.writeStartObject();
            json.writeStringProperty("action", permission.action().word());
            json.writeStringProperty("resource", permission.resource());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<Permission> permissions(JsonNode json) {
        JsonNode array = Json.find(json, PERMISSIONS);
        if (array == null) {
            return List.of();
        }
        if (!array.isArray()) {
            throw Json.invalid("permissions must be an array");
        }
        List<Permission> permissions = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            permissions.add(permission(array.get(i), "permissions[" + i + "]"));
        }
        return permissions;
    }

    private static Permission permission(JsonNode json, String place) {
        if (!json.isObject()) {
            throw Json.invalid(place + " must be an object with action and resource");
        }
        String word = Json.findText(json, "action");
        String resource = Json.findText(json, "resource");
        if (word == null || resource == null) {
            throw Json.invalid(place + " must have action and resource");
        }
        Action action =
                Action.ofWord(word)
                        .orElseThrow(() ->
                                Json.invalid(
                                        place
                                                + ".action \""
                                                + word
                                                + "\" is neither read nor write"));
        requireResource(place, resource);
        return new Permission(action, resource);
    }

    private static void requireResource(String place, String resource) {
        if (resource.equals(Permission.ALL)) {
            return;
        }
        try {
            DatabaseName _ = new DatabaseName(resource);
        } catch (ProblemException e) {
            throw Json.invalid(
                    place + ".resource is neither a database name nor *: " + e.problem().message());
        }
    }
}
