// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The system tables of one database (data.md 5.13), for those who ask with debugging on.
final class SystemTables {
    static final String SCHEMA = "system";

    /// In the order in which they are listed.
    static final List<String> NAMES = List.of("compactor", "partitions", "queries", "tables");

    private static final ObjectMapper JSON = new JsonMapper();
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    private final long databaseId;
    private final CatalogSnapshot catalog;
    private final QueryLog queries;

    SystemTables(long databaseId, CatalogSnapshot catalog, QueryLog queries) {
        this.databaseId = databaseId;
        this.catalog = catalog;
        this.queries = queries;
    }

    /// The table with this name.
    Optional<View> find(String name) {
        return NAMES.contains(name)
                ? Optional.of(new View(columnsOf(name), rowsOf(name)))
                : Optional.empty();
    }

    static List<View.Column> columnsOf(String table) {
        return switch (table) {
            case "queries" ->
                    columns(
                            "id phase issue_time:t query_type query_text partitions:n"
                                    + " parquet_files:n plan_duration:n permit_duration:n"
                                    + " execute_duration:n end2end_duration:n compute_duration:n"
                                    + " max_memory:n success:b running:b cancelled:b trace_id");
            case "tables" -> columns("table_name partition_template");
            case "partitions" ->
                    columns(
                            "partition_id:n table_name partition_key last_new_file_created_at:t"
                                    + " num_files:n total_size_mb:n");
            default ->
                    columns(
                            "partition_id:n table_name partition_key total_l0_files:n"
                                    + " total_l1_files:n total_l2_files:n total_l0_bytes:n"
                                    + " total_l1_bytes:n total_l2_bytes:n skipped_reason");
        };
    }

    private static List<View.Column> columns(String words) {
        List<View.Column> result = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            int colon = word.indexOf(':');
            SqlType type =
                    switch (colon < 0 ? ' ' : word.charAt(colon + 1)) {
                        case 'n' -> SqlType.BIGINT;
                        case 't' -> SqlType.TIMESTAMP;
                        case 'b' -> SqlType.BOOLEAN;
                        default -> SqlType.VARCHAR;
                    };
            result.add(new View.Column(colon < 0 ? word : word.substring(0, colon), type));
        }
        return result;
    }

    private List<List<@Nullable Object>> rowsOf(String table) {
        return switch (table) {
            case "queries" -> queries();
            case "tables" -> tables();
            case "partitions" -> partitions();
            default -> compactor();
        };
    }

    private List<List<@Nullable Object>> queries() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (QueryLog.Entry entry : queries.of(databaseId)) {
            rows.add(
                    View.row(
                            entry.id().toString(),
                            entry.phase().word(),
                            new Expression.TimestampLiteral(entry.issueNanos()),
                            entry.asked().type(),
                            entry.asked().text(),
                            (long) entry.read().partitions(),
                            (long) entry.read().files(),
                            entry.planNanos(),
                            entry.permitNanos(),
                            entry.executeNanos(),
                            entry.endNanos(),
                            null,
                            null,
                            entry.phase() == QueryLog.Phase.SUCCESS,
                            entry.phase().isRunning(),
                            entry.phase() == QueryLog.Phase.CANCEL,
                            entry.asked().traceId()));
        }
        return rows;
    }

    private List<List<@Nullable Object>> tables() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableEntry table : catalog.tables(databaseId)) {
            rows.add(View.row(table.name(), json(table.template())));
        }
        return rows;
    }

    /// `{"parts":[{"timeFormat":"%Y-%m-%d"},{"tagValue":"room"}]}`; null for the default.
    private static @Nullable String json(@Nullable PartitionTemplate template) {
        if (template == null) {
            return null;
        }
        ObjectNode json = JSON.createObjectNode();
        ArrayNode parts = json.putArray("parts");
        for (TemplatePart part : template.parts()) {
            ObjectNode object = parts.addObject();
            switch (part) {
                case TemplatePart.Time(var format) -> object.put("timeFormat", format.pattern());
                case TemplatePart.Tag(String tag) -> object.put("tagValue", tag);
                case TemplatePart.Bucket(String tag, int count) ->
                        object.putObject("bucket").put("tagName", tag).put("numBuckets", count);
            }
        }
        return json.toString();
    }

    private List<List<@Nullable Object>> partitions() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableEntry table : catalog.tables(databaseId)) {
            files(table)
                    .forEach((key, files) ->
                            rows.add(
                                    View.row(
                                            id(table, key),
                                            table.name(),
                                            key,
                                            null,
                                            (long) files.size(),
                                            bytes(files) / BYTES_PER_MEGABYTE)));
        }
        return rows;
    }

    private List<List<@Nullable Object>> compactor() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableEntry table : catalog.tables(databaseId)) {
            files(table)
                    .forEach((key, files) -> {
                        List<@Nullable Object> row = new ArrayList<>();
                        row.addAll(View.row(id(table, key), table.name(), key));
                        for (int level = 0; level <= FileEntry.LEVEL_MAX; level++) {
                            row.add((long) ofLevel(files, level).size());
                        }
                        for (int level = 0; level <= FileEntry.LEVEL_MAX; level++) {
                            row.add(bytes(ofLevel(files, level)));
                        }
                        row.add(
                                catalog.findSkippedPartition(table.id(), key)
                                        .map(SkippedPartition::reason)
                                        .orElse(null));
                        rows.add(row);
                    });
        }
        return rows;
    }

    /// Live files by the key of their partition.
    private Map<String, List<FileEntry>> files(TableEntry table) {
        Map<String, List<FileEntry>> result = new TreeMap<>();
        for (FileEntry file : catalog.files(table.id())) {
            String key = file.partition() == null ? "" : file.partition();
            result.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
        }
        return result;
    }

    private static List<FileEntry> ofLevel(List<FileEntry> files, int level) {
        return files.stream().filter(file -> file.level() == level).toList();
    }

    private static long bytes(List<FileEntry> files) {
        return files.stream().mapToLong(FileEntry::sizeBytes).sum();
    }

    /// A number that stays the same while the partition is there.
    private static long id(TableEntry table, String key) {
        CRC32 sum = new CRC32();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        return (table.id() << Integer.SIZE) | sum.getValue();
    }
}
