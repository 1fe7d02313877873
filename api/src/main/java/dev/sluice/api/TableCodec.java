// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The JSON of tables, in both directions (admin.md 4.4 and 4.6). Reading throws the
/// [dev.sluice.model.Problem] `invalid_body` for anything that is not of the right form.
public final class TableCodec {
    private static final String NAME = "name";

    private TableCodec() {}

    /// A request for a table.
    public static NewTable readNew(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new NewTable(Json.requireText(json, NAME), TemplateCodec.find(json));
    }

    /// A request for a table.
    public static byte[] writeNew(NewTable request) {
        return Json.writeObject(json -> {
            json.writeStringProperty(NAME, request.name());
            TemplateCodec.write(json, request.template());
        });
    }

    /// One table.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] write(TableBody table, @Nullable ClusterIds accountForm) {
        return Json.writeObject(json -> members(accountForm).accept(json, table));
    }

    /// A list of tables.
    ///
    /// @param accountForm the ids that the account form adds, or null in the short form
    public static byte[] writeList(List<TableBody> tables, @Nullable ClusterIds accountForm) {
        return Json.writeArray(tables, members(accountForm));
    }

    private static BiConsumer<JsonGenerator, TableBody> members(@Nullable ClusterIds ids) {
        return (json, table) -> {
            AccountForm.write(json, ids);
            json.writeStringProperty("databaseName", table.databaseName());
            json.writeNumberProperty("id", table.id());
            json.writeStringProperty(NAME, table.name());
            TemplateCodec.write(json, table.template());
            Json.writeTime(json, "deletedAt", table.deletedAt());
        };
    }

    /// One table, as [#write] wrote it.
    public static TableBody read(byte[] body) {
        return table(Json.readObject(body));
    }

    /// A list of tables, as [#writeList] wrote it.
    public static List<TableBody> readList(byte[] body) {
        return Json.readArray(body, TableCodec::table);
    }

    private static TableBody table(JsonNode json) {
        return new TableBody(
                Json.requireText(json, "databaseName"),
                Json.int64(json, "id", 0),
                Json.requireText(json, NAME),
                TemplateCodec.find(json),
                Json.findTime(json, "deletedAt"));
    }
}
