// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.objectstore.ObjectPath;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The whole catalog at one version; immutable. Look-ups are by hash and cost nothing to speak of.
public interface CatalogSnapshot {

    /// Grows by each commit.
    long version();

    /// The cluster's id, made at first start; the audience of the admin token.
    UUID clusterId();

    /// The account's id, made at first start.
    UUID accountId();

    /// When the catalog was made; nothing where a Sluice made it that did not write that down.
    Optional<Instant> createdAt();

    /// Every batch up to and with this one is in files.
    LogPosition persistedThrough();

    /// Live databases by name.
    List<DatabaseEntry> databases();

    /// The live database with this name.
    Optional<DatabaseEntry> findDatabase(String name);

    /// Deleted databases, by name and then time of deletion.
    List<DatabaseEntry> deletedDatabases();

    /// The database with this id, live or deleted.
    Optional<DatabaseEntry> findDatabase(long databaseId);

    /// The live tables of a database, by name.
    List<TableEntry> tables(long databaseId);

    /// The deleted tables of a database, by name and then time of deletion.
    List<TableEntry> deletedTables(long databaseId);

    /// The live table of a database that has this name, byte-exact, or once had it.
    Optional<TableEntry> findTable(long databaseId, String tableName);

    /// The table with this id, live or deleted.
    Optional<TableEntry> findTable(long tableId);

    /// The live files of a table, oldest first; of two that hold the same point the later wins.
    List<FileEntry> files(long tableId);

    /// The file of this object, live or deleted.
    Optional<FileEntry> findFile(ObjectPath path);

    /// Files that were deleted at `until` or before, those first that were deleted first.
    ///
    /// @param max how many at most
    List<DeletedFile> deletedFiles(Instant until, int max);

    /// The partitions that compaction leaves as they are, by table and key.
    List<SkippedPartition> skippedPartitions();

    /// What is written down of a partition that compaction leaves as it is.
    Optional<SkippedPartition> findSkippedPartition(long tableId, String partition);

    /// Database tokens, by creation and then id, revoked and expired ones too.
    List<TokenEntry> tokens();

    /// The token with this id.
    Optional<TokenEntry> findToken(UUID id);

    /// The token whose text has this SHA-512, in lower-case hex.
    Optional<TokenEntry> findTokenBySha512(String sha512);

    /// Everybody who administers or ever did, by provider and the provider's identifier.
    List<UserEntry> users();

    /// The user with this id, also one who is no longer listed.
    Optional<UserEntry> findUser(UUID id);

    /// Management tokens, by creation and then id, revoked and expired ones too.
    List<ManagementTokenEntry> managementTokens();

    /// The management token with this id.
    Optional<ManagementTokenEntry> findManagementToken(UUID id);

    /// The management token whose text has this SHA-512, in lower-case hex.
    Optional<ManagementTokenEntry> findManagementTokenBySha512(String sha512);
}
