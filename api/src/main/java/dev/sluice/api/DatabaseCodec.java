// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The JSON of databases, in both directions (admin.md 4.4). Reading throws the
/// [dev.sluice.model.Problem] `invalid_body` for anything that is not of the right form.
public final class DatabaseCodec {
    private DatabaseCodec() {}

    /// A request for a database; absent members get their defaults. A template of partitions is
    /// refused, except an empty one, which is absence.
    public static NewDatabase readNew(byte[] body) {
        JsonNode json = Json.readObject(body);
        rejectTemplate(json);
        return new NewDatabase(
                Json.requireText(json, "name"),
                Json.int32(json, "maxTables", NewDatabase.MAX_TABLES_DEFAULT),
                Json.int32(json, "maxColumnsPerTable", NewDatabase.MAX_COLUMNS_PER_TABLE_DEFAULT),
                Json.int64(json, "retentionPeriod", 0));
    }

    private static void rejectTemplate(JsonNode json) {
        JsonNode template = Json.find(json, "partitionTemplate");
        if (template == null) {
            return;
        }
        if (!template.isArray()) {
            throw Json.invalid("partitionTemplate must be an array");
        }
        if (!template.isEmpty()) {
            throw Json.invalid("partitionTemplate is not supported: leave it out for daily files");
        }
    }

    /// A request for a database; every member is written.
    public static byte[] writeNew(NewDatabase request) {
        return Json.writeObject(json -> {
            json.writeStringProperty("name", request.name());
            json.writeNumberProperty("maxTables", request.maxTables());
            json.writeNumberProperty("maxColumnsPerTable", request.maxColumnsPerTable());
            json.writeNumberProperty("retentionPeriod", request.retentionPeriodNanos());
        });
    }

    /// One database.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] write(DatabaseBody database, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> members(accountForm).accept(json, database));
    }

    /// A list of databases.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeList(List<DatabaseBody> databases, @Nullable ClusterIds accountForm) {
        return Json.writeArray(databases, members(accountForm));
    }

    private static BiConsumer<JsonGenerator, DatabaseBody> members(@Nullable ClusterIds ids) {
        return (json, database) -> {
            AccountForm.write(json, ids);
            json.writeNumberProperty("id", database.id());
            json.writeStringProperty("name", database.name());
            json.writeNumberProperty("maxTables", database.maxTables());
            json.writeNumberProperty("maxColumnsPerTable", database.maxColumnsPerTable());
            json.writeNumberProperty("retentionPeriod", database.retentionPeriodNanos());
        };
    }

    /// One database, as [#write] wrote it; `id` is 0 where a server sent none.
    public static DatabaseBody read(byte[] body) {
        return database(Json.readObject(body));
    }

    /// A list of databases, as [#writeList] wrote it.
    public static List<DatabaseBody> readList(byte[] body) {
        return Json.readArray(body, DatabaseCodec::database);
    }

    private static DatabaseBody database(JsonNode json) {
        return new DatabaseBody(
                Json.int64(json, "id", 0),
                Json.requireText(json, "name"),
                Json.int32(json, "maxTables", NewDatabase.MAX_TABLES_DEFAULT),
                Json.int32(json, "maxColumnsPerTable", NewDatabase.MAX_COLUMNS_PER_TABLE_DEFAULT),
                Json.int64(json, "retentionPeriod", 0));
    }
}
