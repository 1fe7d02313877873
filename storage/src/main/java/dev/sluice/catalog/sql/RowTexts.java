// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
import dev.sluice.model.Column;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import dev.sluice.partition.PartitionTemplate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The texts of rows that somebody outside chose. PostgreSQL keeps no NUL character, so no catalog
/// does; and UTF-8 has no half of a surrogate pair, so that it would be another text afterwards.
final class RowTexts {
    private RowTexts() {}

    /// What is wrong with them; null when they can be kept.
    static @Nullable Problem broken(List<CatalogRow> rows) {
        return rows.stream()
                .flatMap(RowTexts::of)
                .flatMap(text -> Stream.ofNullable(broken(text)))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Problem broken(String text) {
        if (text.indexOf('\0') >= 0) {
            return Problem.invalid(
                    "nul_character", "names and descriptions must not have a NUL character");
        }
        if (text.codePoints().anyMatch(RowTexts::isSurrogate)) {
            return Problem.invalid(
                    "unpaired_surrogate",
                    "names and descriptions must not have one half of a surrogate pair");
        }
        return null;
    }

    /// Of a pair the code point is another one.
    private static boolean isSurrogate(int codePoint) {
        return Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE;
    }

    private static Stream<String> of(CatalogRow row) {
        return switch (row) {
            case CatalogRow.NewDatabase(DatabaseEntry database) ->
                    Stream.concat(Stream.of(database.name()), of(database.template()));
            case CatalogRow.DatabaseChanged(DatabaseEntry database) -> Stream.of(database.name());
            case CatalogRow.NewTable(TableEntry table) ->
                    Stream.concat(
                            Stream.concat(Stream.of(table.name()), of(table.template())),
                            table.columns().stream().map(Column::name));
            case CatalogRow.TableChanged(TableEntry table) -> Stream.of(table.name());
            case CatalogRow.MoreColumns(TableEntry table, int firstPlace) ->
                    table.columns().stream().skip(firstPlace).map(Column::name);
            case CatalogRow.NewToken(TokenEntry token) -> of(token);
            case CatalogRow.TokenChanged(TokenEntry token) -> of(token);
            case CatalogRow.NewManagementToken(ManagementTokenEntry token) ->
                    Stream.of(token.description());
            case CatalogRow.UserRecorded(UserEntry user) ->
                    Stream.of(
                            user.provider(),
                            user.externalId(),
                            user.firstName(),
                            user.lastName(),
                            user.email());
            case CatalogRow.TableForgotten _,
                    CatalogRow.DatabaseForgotten _,
                    CatalogRow.NewFile _,
                    CatalogRow.FileDeleted _,
                    CatalogRow.FileForgotten _,
                    CatalogRow.PartitionSkipped _,
                    CatalogRow.PartitionRetried _,
                    CatalogRow.TokenRevoked _,
                    CatalogRow.ManagementTokenRevoked _ ->
                    Stream.of();
        };
    }

    private static Stream<String> of(TokenEntry token) {
        return Stream.concat(
                Stream.of(token.description()),
                token.permissions().stream().map(Permission::resource));
    }

    private static Stream<String> of(@Nullable PartitionTemplate template) {
        return template == null ? Stream.of() : template.parts().stream().map(Object::toString);
    }
}
