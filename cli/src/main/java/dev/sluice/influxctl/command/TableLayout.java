// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TableBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// How tables and templates are shown (admin.md 3.7).
final class TableLayout {
    private TableLayout() {}

    /// A list of tables.
    ///
    /// @param withDeletion whether the time of deletion is a column
    static TextTable list(List<TableBody> tables, boolean withDeletion) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.number("ID"));
        columns.add(Column.text("TABLE NAME"));
        columns.add(Column.text("PARTITION TEMPLATE"));
        if (withDeletion) {
            columns.add(Column.text("DELETED AT"));
        }
        TextTable shown = TextTable.of(columns);
        for (TableBody table : tables) {
            List<String> cells = new ArrayList<>();
            cells.add(Long.toString(table.id()));
            cells.add(table.name());
            cells.add(words(table.template()));
            if (withDeletion) {
                cells.add(MomentText.cell(table.deletedAt()));
            }
            shown.add(cells.toArray(String[]::new));
        }
        return shown;
    }

    /// A template in one cell; blank for the default.
    static String words(@Nullable PartitionTemplate template) {
        return template == null
                ? ""
                : template.parts().stream()
                        .map(TableLayout::word)
                        .collect(Collectors.joining(" | "));
    }

    private static String word(TemplatePart part) {
        return switch (part) {
            case TemplatePart.Tag(String name) -> name;
            case TemplatePart.Bucket(String name, int count) -> name + "," + count;
            case TemplatePart.Time(TimeFormat format) -> format.pattern();
        };
    }

    /// The members of one table in JSON.
    static void members(JsonGenerator json, Profile profile, TableBody table) {
        JsonOutput.text(json, "account_id", profile.accountId());
        JsonOutput.text(json, "cluster_id", profile.clusterId());
        json.writeStringProperty("database_name", table.databaseName());
        json.writeNumberProperty("id", table.id());
        json.writeStringProperty("table_name", table.name());
        template(json, table.template());
        JsonOutput.moment(json, "deleted_at", table.deletedAt());
    }

    /// A template in JSON, as `system.tables` shows one; nothing for the default.
    static void template(JsonGenerator json, @Nullable PartitionTemplate template) {
        if (template == null) {
            return;
        }
        json.writeObjectPropertyStart("partition_template");
        json.writeArrayPropertyStart("parts");
        for (TemplatePart part : template.parts()) {
            json.writeStartObject();
            switch (part) {
                case TemplatePart.Tag(String name) -> json.writeStringProperty("tagValue", name);
                case TemplatePart.Time(TimeFormat format) ->
                        json.writeStringProperty("timeFormat", format.pattern());
                case TemplatePart.Bucket(String name, int count) -> {
                    json.writeObjectPropertyStart("bucket");
                    json.writeStringProperty("tagName", name);
                    json.writeNumberProperty("numBuckets", count);
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
