// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The JSON of users and of `whoami` (admin.md 4.6). Reading throws the [dev.sluice.model.Problem]
/// `invalid_body` for anything that is not of the right form.
public final class UserCodec {
    private static final String GROUPS = "userGroups";

    private UserCodec() {}

    /// A list of users.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeList(List<UserBody> users, @Nullable ClusterIds accountForm) {
        return Json.writeArray(users, members(accountForm));
    }

    private static BiConsumer<JsonGenerator, UserBody> members(@Nullable ClusterIds ids) {
        return (json, user) -> {
            AccountForm.write(json, ids);
            json.writeStringProperty("id", user.id().toString());
            json.writeStringProperty("externalId", user.externalId());
            json.writeStringProperty("firstName", user.firstName());
            json.writeStringProperty("lastName", user.lastName());
            json.writeStringProperty("email", user.email());
            Json.writeTexts(json, GROUPS, user.userGroups());
            json.writeBooleanProperty("active", user.active());
        };
    }

    /// A list of users, as [#writeList] wrote it.
    public static List<UserBody> readList(byte[] body) {
        return Json.readArray(body, UserCodec::user);
    }

    private static UserBody user(JsonNode json) {
        return new UserBody(
                Json.requireUuid(json, "id"),
                Json.requireText(json, "externalId"),
                Json.requireText(json, "firstName"),
                Json.requireText(json, "lastName"),
                Json.requireText(json, "email"),
                Json.texts(json, GROUPS),
                Json.requireBoolean(json, "active"));
    }

    /// Whom the cluster takes the caller for.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeWhoAmI(WhoAmIBody caller, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> {
            AccountForm.write(json, accountForm);
            json.writeStringProperty("kind", caller.kind());
            json.writeStringProperty("subject", caller.subject());
            UUID userId = caller.userId();
            if (userId != null) {
                json.writeStringProperty("userId", userId.toString());
            }
            Json.writeTexts(json, GROUPS, caller.userGroups());
        });
    }

    /// Whom the cluster takes the caller for, as [#writeWhoAmI] wrote it.
    public static WhoAmIBody readWhoAmI(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new WhoAmIBody(
                Json.requireText(json, "kind"),
                Json.requireText(json, "subject"),
                Json.findUuid(json, "userId"),
                Json.texts(json, GROUPS));
    }
}
