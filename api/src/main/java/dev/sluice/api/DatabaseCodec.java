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
    private static final String NAME = "name";
    private static final String MAX_TABLES = "maxTables";
    private static final String MAX_COLUMNS = "maxColumnsPerTable";
    private static final String RETENTION = "retentionPeriod";

    private DatabaseCodec() {}

    /// A request for a database; absent members get their defaults. An empty template is absence.
    public static NewDatabase readNew(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new NewDatabase(
                Json.requireText(json, NAME),
                Json.int32(json, MAX_TABLES, NewDatabase.MAX_TABLES_DEFAULT),
                Json.int32(json, MAX_COLUMNS, NewDatabase.MAX_COLUMNS_PER_TABLE_DEFAULT),
                Json.int64(json, RETENTION, 0),
                TemplateCodec.find(json));
    }

    /// A request for other limits; at least one must be there.
    public static DatabaseUpdate readUpdate(byte[] body) {
        JsonNode json = Json.readObject(body);
        DatabaseUpdate update =
                new DatabaseUpdate(
                        Json.findInt32(json, MAX_TABLES),
                        Json.findInt32(json, MAX_COLUMNS),
                        Json.findInt64(json, RETENTION));
        if (update.equals(new DatabaseUpdate(null, null, null))) {
            throw Json.invalid(
                    "the body must have maxTables, maxColumnsPerTable or retentionPeriod");
        }
        return update;
    }

    /// A request for other limits; only those that are given are written.
    public static byte[] writeUpdate(DatabaseUpdate update) {
        return Json.writeObject(json -> {
            Json.writeNumber(json, MAX_TABLES, update.maxTables());
            Json.writeNumber(json, MAX_COLUMNS, update.maxColumnsPerTable());
            Json.writeNumber(json, RETENTION, update.retentionPeriodNanos());
        });
    }

    /// A request for a database; every member is written.
    public static byte[] writeNew(NewDatabase request) {
        return Json.writeObject(json -> {
            json.writeStringProperty(NAME, request.name());
            json.writeNumberProperty(MAX_TABLES, request.maxTables());
            json.writeNumberProperty(MAX_COLUMNS, request.maxColumnsPerTable());
            json.writeNumberProperty(RETENTION, request.retentionPeriodNanos());
            TemplateCodec.write(json, request.template());
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
            json.writeStringProperty(NAME, database.name());
            json.writeNumberProperty(MAX_TABLES, database.maxTables());
            json.writeNumberProperty(MAX_COLUMNS, database.maxColumnsPerTable());
            json.writeNumberProperty(RETENTION, database.retentionPeriodNanos());
            TemplateCodec.write(json, database.template());
            Json.writeTime(json, "deletedAt", database.deletedAt());
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
                Json.requireText(json, NAME),
                Json.int32(json, MAX_TABLES, NewDatabase.MAX_TABLES_DEFAULT),
                Json.int32(json, MAX_COLUMNS, NewDatabase.MAX_COLUMNS_PER_TABLE_DEFAULT),
                Json.int64(json, RETENTION, 0),
                TemplateCodec.find(json),
                Json.findTime(json, "deletedAt"));
    }
}
