// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Partition templates in the store: a row a part.
final class TemplateRows {
    private static final String TAG = "tag";
    private static final String BUCKET = "bucket";
    private static final String TIME = "time";

    private TemplateRows() {}

    /// Writes the template of a new database or table.
    ///
    /// @param template null for the default, which has no rows
    static void insert(Handle handle, long ownerId, @Nullable PartitionTemplate template) {
        if (template == null) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch(
                        "INSERT INTO template_part (owner_id, place, kind, text, bucket_count)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            int place = 0;
            for (TemplatePart part : template.parts()) {
                switch (part) {
                    case TemplatePart.Tag(String name) ->
                            batch.add(ownerId, place, TAG, name, null);
                    case TemplatePart.Bucket(String name, int count) ->
                            batch.add(ownerId, place, BUCKET, name, count);
                    case TemplatePart.Time(TimeFormat format) ->
                            batch.add(ownerId, place, TIME, format.pattern(), null);
                }
                place++;
            }
            int[] _ = batch.execute();
        }
    }

    /// Reads one part.
    static TemplatePart read(ResultSet row) throws SQLException {
        String text = row.getString("text");
        String kind = row.getString("kind");
        return switch (kind) {
            case TAG -> new TemplatePart.Tag(text);
            case BUCKET -> new TemplatePart.Bucket(text, row.getInt("bucket_count"));
            case TIME -> new TemplatePart.Time(new TimeFormat(text));
            default -> throw new SQLException("no kind of template part is called " + kind);
        };
    }
}
