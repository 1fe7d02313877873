// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// All that a snapshot answers: its lists, and what it finds by every name, path and identifier
/// that [RandomChanges] may have used, so that an index which still has something of before is
/// seen.
final class SnapshotText {
    private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

    private final TreeSnapshot snapshot;
    private final List<String> lines = new ArrayList<>();

    private SnapshotText(TreeSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    static List<String> of(TreeSnapshot snapshot) {
        SnapshotText text = new SnapshotText(snapshot);
        text.lines.add(snapshot.state().toString());
        text.addDatabases();
        for (long id = 0; id < snapshot.state().nextId(); id++) {
            text.addTablesOf(id);
            text.addFilesOf(id);
        }
        text.addPaths();
        text.addAdministration();
        return text.lines;
    }

    private void add(String what, Object found) {
        lines.add(what + ": " + found);
    }

    private static String text(TableEntry table) {
        return "%d in %d %s %s %s %d %s %s"
                .formatted(
                        table.id(),
                        table.databaseId(),
                        table.name(),
                        table.formerNames(),
                        table.columns(),
                        table.columnsMax(),
                        table.template(),
                        table.deletedAt());
    }

    private void addDatabases() {
        add("databases", snapshot.databases());
        add("deleted databases", snapshot.deletedDatabases());
        for (String name : RandomChanges.names()) {
            add("database " + name, snapshot.findDatabase(name));
        }
    }

    private void addTablesOf(long id) {
        add("database " + id, snapshot.findDatabase(id));
        add("table " + id, snapshot.findTable(id).map(SnapshotText::text));
        add("tables of " + id, snapshot.tables(id).stream().map(SnapshotText::text).toList());
        add("their number", snapshot.tableCount(id));
        add(
                "deleted tables of " + id,
                snapshot.deletedTables(id).stream().map(SnapshotText::text).toList());
        for (String name : RandomChanges.names()) {
            add(
                    "table " + name + " of " + id,
                    snapshot.findTable(id, name).map(SnapshotText::text));
        }
    }

    private void addFilesOf(long id) {
        add("files of " + id, snapshot.files(id));
        add("skipped of " + id, snapshot.skippedPartitions(id));
        for (int i = 0; i < 3; i++) {
            add("skipped " + i + " of " + id, snapshot.findSkippedPartition(id, "p " + i));
        }
    }

    private void addPaths() {
        add("deleted files", snapshot.deletedFiles(EVER, Integer.MAX_VALUE));
        add("skipped", snapshot.skippedPartitions());
        RandomChanges.paths()
                .forEach(path -> {
                    FileEntry found = snapshot.findFile(path).orElse(null);
                    add(path.value(), String.valueOf(found));
                    if (found != null) {
                        add(
                                path.value(),
                                snapshot.isLive(found) + " " + snapshot.findDeleted(found));
                    }
                });
    }

    private void addAdministration() {
        add("users", snapshot.users());
        add("tokens", snapshot.tokens());
        for (TokenEntry token : snapshot.tokens()) {
            add("by id", snapshot.findToken(token.id()));
            add("by hash", snapshot.findTokenBySha512(token.sha512()));
        }
        add("management tokens", snapshot.managementTokens());
        for (ManagementTokenEntry token : snapshot.managementTokens()) {
            add("by id", snapshot.findManagementToken(token.id()));
            add("by hash", snapshot.findManagementTokenBySha512(token.sha512()));
        }
    }
}
