// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.files.FileTrouble;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads where the catalog is: our own settings first, then `catalog.dsn` of an AppInstance
/// (admin.md 6.1). No finding repeats an address, which may hold a password.
final class CatalogReader {
    private static final String OWN = "catalog.dsn";
    private static final String OWN_FILE = "catalog.dsnFile";
    private static final String DSN = "dsn";

    /// Addresses are shorter.
    private static final int FILE_BYTES_MAX = 64 << 10;

    private final Settings settings;
    private final Findings findings;

    private CatalogReader(Settings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    /// The database; null when the catalog is in the data directory, or when something is wrong and
    /// was told.
    ///
    /// @param top the file, where there is one
    static @Nullable PostgresConfig read(
            @Nullable Section top, Settings settings, Findings findings) {
        CatalogReader reader = new CatalogReader(settings, findings);
        PostgresConfig own = reader.own();
        Section catalog = top == null ? null : top.findSection("catalog");
        PostgresConfig documented = catalog == null ? null : reader.documented(catalog, own);
        return own == null ? documented : own;
    }

    /// The section `admin` may name a database of its own, which one process has no use for.
    ///
    /// @param found where the catalog is
    /// @param findings of the section
    static void compare(Section admin, @Nullable PostgresConfig found, Findings findings) {
        if (!(admin.find(DSN) instanceof MappingNode)) {
            return;
        }
        Section dsn = admin.findSection(DSN);
        if (dsn == null || dsn.find("value") == null || reference(dsn) != null) {
            return;
        }
        PostgresConfig other = value(dsn, findings);
        if (other != null && !other.equals(found)) {
            findings.warn(
                    dsn.node(),
                    dsn.pathOf("value"),
                    dsn.pathOf("value")
                            + " has no effect: accounts and tokens are where the rest of the"
                            + " catalog is");
        }
    }

    private @Nullable PostgresConfig own() {
        PostgresConfig stated = settings.dsn(OWN);
        Path file = settings.path(OWN_FILE);
        if (file == null) {
            return stated;
        }
        if (settings.isGiven(OWN)) {
            settings.refuseSecret(OWN_FILE, "is given beside sluice." + OWN + "; keep one of them");
            return null;
        }
        Secret content = content(file);
        return content == null ? null : parsed(content);
    }

    private @Nullable PostgresConfig parsed(Secret content) {
        try {
            return PostgresDsn.parse(content.reveal().strip());
        } catch (PostgresDsn.DsnException e) {
            settings.refuseSecret(OWN_FILE, e.rule());
            return null;
        }
    }

    private @Nullable Secret content(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length <= FILE_BYTES_MAX) {
                return Secret.of(new String(bytes, StandardCharsets.UTF_8));
            }
            settings.refuseSecret(
                    OWN_FILE, "names " + file + ", which is no address: it is too long");
        } catch (IOException e) {
            settings.refuseSecret(
                    OWN_FILE, "names " + file + ", which cannot be read: " + FileTrouble.reason(e));
        }
        return null;
    }

    private @Nullable PostgresConfig documented(Section catalog, @Nullable PostgresConfig own) {
        catalog.rejectUnknown(Set.of(DSN));
        Node node = catalog.find(DSN);
        if (node == null) {
            return null;
        }
        Section dsn = catalog.findSection(DSN);
        if (dsn == null) {
            return null;
        }
        String reference = reference(dsn);
        if (reference != null) {
            if (own == null) {
                findings.warn(
                        node,
                        reference,
                        reference
                                + " names a Secret, which this server cannot read: give the address"
                                + " in INFLUXDB_IOX_CATALOG_DSN, or a file that holds it in"
                                + " sluice.catalog.dsnFile; without them the catalog is in the data"
                                + " directory");
            }
            return null;
        }
        return value(dsn, findings);
    }

    /// Which key of the section refers to a Secret that is named: that of an AppInstance, or those
    /// of Helm values, which are blank until somebody fills them in.
    private static @Nullable String reference(Section dsn) {
        if (dsn.find("valueFrom") != null) {
            return dsn.pathOf("valueFrom");
        }
        return dsn.has("SecretName") || dsn.has("SecretKey") ? dsn.pathOf("SecretName") : null;
    }

    private static @Nullable PostgresConfig value(Section dsn, Findings findings) {
        dsn.rejectUnknown(Set.of("value", "valueFrom"));
        String text = dsn.requireText("value");
        if (text == null) {
            return null;
        }
        try {
            return PostgresDsn.parse(text);
        } catch (PostgresDsn.DsnException e) {
            String path = dsn.pathOf("value");
            findings.refuse(dsn.node(), path, path + " " + e.rule());
            return null;
        }
    }
}
