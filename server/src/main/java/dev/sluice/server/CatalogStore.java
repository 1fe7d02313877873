// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.StoredCatalog;
import dev.sluice.catalog.sql.CatalogMove;
import dev.sluice.catalog.sql.CatalogWatch;
import dev.sluice.catalog.sql.Patience;
import dev.sluice.catalog.sql.PostgresCatalog;
import dev.sluice.catalog.sql.PostgresFollower;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where the catalog is: in the data directory, or in the PostgreSQL database that the settings
/// name. The log of a directory means something beside its own catalog only, so the directory
/// remembers which one that is.
final class CatalogStore {
    /// How long a database may take that is started at the same time, or whose last server has just
    /// died.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private CatalogStore() {}

    /// Opens it, and makes it where there is none.
    ///
    /// @param patience how long to wait for a database
    /// @throws ProblemException *unavailable*, in one sentence, when it cannot be opened;
    ///   *conflict* when the directory belongs to another catalog
    static StoredCatalog open(
            ServerConfig config, DataDirectory directory, Host host, Duration patience) {
        StoredCatalog catalog = opened(config, directory, host, patience);
        try {
            requireOwn(catalog.snapshot().clusterId(), directory.clusterFile());
            return catalog;
        } catch (ProblemException e) {
            catalog.close();
            throw e;
        }
    }

    private static StoredCatalog opened(
            ServerConfig config, DataDirectory directory, Host host, Duration patience) {
        PostgresConfig database = config.catalog();
        MoveMark moved = MoveMark.read(directory.moveFile());
        if (database == null) {
            moved.requireCatalogHere();
            requireCatalog(directory.catalogFile(), directory.clusterFile());
            return SqlCatalog.open(directory.catalogFile(), host.clock());
        }
        moved.requireFinished();
        if (moved.catalog() == null && Files.exists(directory.catalogFile())) {
            throw Problem.conflict(
                            "catalog_elsewhere",
                            "the settings name the catalog in PostgreSQL at "
                                    + database.place()
                                    + ", but there is the catalog "
                                    + directory.catalogFile()
                                    + ", which is not moved there: move it with `sluice move` and"
                                    + " the same settings, take the address out of them, or choose"
                                    + " another data directory")
                    .asException();
        }
        return PostgresCatalog.open(
                database,
                authorities(config, host),
                new Patience(patience, host.end()),
                host.clock());
    }

    /// Requires that a directory of a cluster has the catalog itself, before an empty one is made
    /// in its place.
    ///
    /// @param clusterFile says whose directory it is
    private static void requireCatalog(Path catalogFile, Path clusterFile) {
        UUID known = ownerOf(clusterFile);
        if (known != null && !Files.exists(catalogFile)) {
            throw Problem.conflict(
                            "catalog_elsewhere",
                            "the data directory belongs to the cluster "
                                    + known
                                    + ", and its catalog "
                                    + catalogFile
                                    + " is not there: name the database that has it"
                                    + " (catalog.dsn), put the file back, or choose another data"
                                    + " directory")
                    .asException();
        }
    }

    /// What moves the catalog of the data directory into PostgreSQL.
    ///
    /// @param patience how long to wait for the database
    static CatalogMove move(
            PostgresConfig database,
            ServerConfig config,
            DataDirectory directory,
            Host host,
            Duration patience) {
        return CatalogMove.of(
                directory.catalogFile(),
                database,
                authorities(config, host),
                new Patience(patience, host.end()));
    }

    /// What looks whether another server has the catalog in PostgreSQL.
    static CatalogWatch watch(PostgresConfig database, ServerConfig config, Host host) {
        return new CatalogWatch(database, authorities(config, host), CatalogWatch.SILENCE_MAX);
    }

    /// Opens a catalog in PostgreSQL that another process changes.
    ///
    /// @param patience how long to wait for the database, and until the catalog is made
    /// @param effect what it means when it is away, for the log
    /// @throws ProblemException *unavailable*, in one sentence, when it cannot be opened
    static PostgresFollower follow(
            PostgresConfig database,
            ServerConfig config,
            Host host,
            Duration patience,
            String effect) {
        return PostgresFollower.open(
                database, authorities(config, host), new Patience(patience, host.end()), effect);
    }

    /// Opens a catalog in PostgreSQL that another process has made, to change it too.
    ///
    /// @param patience how long to wait for the database, and until the catalog is made
    /// @throws ProblemException *unavailable*, in one sentence, when it cannot be opened
    static StoredCatalog openBeside(
            PostgresConfig database, ServerConfig config, Host host, Duration patience) {
        return PostgresCatalog.openBeside(
                database,
                authorities(config, host),
                new Patience(patience, host.end()),
                host.clock());
    }

    private static @Nullable Path authorities(ServerConfig config, Host host) {
        EgressTrust trust = EgressTrust.of(EgressTrust.bundle(config.sluice().egress(), host));
        return trust.bundle() == null ? null : trust.bundle().path();
    }

    /// Requires that a directory belongs to no other cluster, and writes down that it belongs to
    /// this one.
    ///
    /// @param file says whose it is
    static void requireOwn(UUID clusterId, Path file) {
        UUID known = ownerOf(file);
        if (known == null) {
            try {
                // A file that a crash cuts short is written again.
                Files.writeString(file, clusterId + "\n");
            } catch (IOException e) {
                throw unusable(e);
            }
        } else if (!known.equals(clusterId)) {
            throw Problem.conflict(
                            "catalog_of_another_cluster",
                            "the data directory belongs to the cluster "
                                    + known
                                    + ", but the catalog is that of "
                                    + clusterId
                                    + ": name the right database, or choose another data"
                                    + " directory")
                    .asException();
        }
    }

    private static @Nullable UUID ownerOf(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static ProblemException unusable(IOException e) {
        return new ProblemException(
                Problem.unavailable(
                        "storage_unreadable",
                        "the data directory cannot be used: " + FileTrouble.sentence(e)),
                e);
    }

    /// Whose directory it is, by a file of it; null where nobody has said so.
    static @Nullable UUID read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        String text = Files.readString(file).strip();
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
