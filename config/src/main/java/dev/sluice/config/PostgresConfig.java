// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL database that keeps the catalog (admin.md 6.1, `catalog.dsn`).
///
/// @param hosts where the database is, at least one; several are tried in this order
/// @param primaryOnly whether a host is passed over that takes no changes, as a replica
/// @param database null for the one that bears the user's name
/// @param schema where in it; null for the one that PostgreSQL says
/// @param user null for the name of the process's own user
/// @param password null where the server asks for none
/// @param tls how the connection is protected
/// @param files what certificates there are of our own
public record PostgresConfig(
        List<Host> hosts,
        boolean primaryOnly,
        @Nullable String database,
        @Nullable String schema,
        @Nullable String user,
        @Nullable Secret password,
        Tls tls,
        CertificateFiles files) {
    /// Where none is given.
    public static final String HOST_DEFAULT = "localhost";

    /// Where none is given.
    public static final int PORT_DEFAULT = 5432;

    public PostgresConfig {
        hosts = List.copyOf(hosts);
    }

    /// One that PostgreSQL is expected at.
    ///
    /// @param name a name or an address, an IPv6 one without brackets
    /// @param port where it listens
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
        }
    }

    /// PEM files of certificates, which are read for each connection.
    ///
    /// @param authorities whose signatures are trusted; null for those that are trusted elsewhere
    /// @param certificate shown to PostgreSQL, with those that lead to its authority; null for none
    /// @param key its private key, in PKCS #8 and not encrypted; null where there is no certificate
    public record CertificateFiles(
            @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {
        /// None.
        public static final CertificateFiles NONE = new CertificateFiles(null, null, null);
    }

    /// The values of `sslmode`. The default is the last: without TLS one has to say so (admin.md
    /// 6.6).
    public enum Tls {
        /// None: passwords of tokens are hashed, but everything is readable on the way.
        DISABLE("disable"),
        /// Encrypted; whoever answers is taken for the server, unless authorities are configured.
        REQUIRE("require"),
        /// The certificate is signed by an authority that is trusted.
        VERIFY_CA("verify-ca"),
        /// The same, and it is the host's own.
        VERIFY_FULL("verify-full");

        private final String word;

        Tls(String word) {
            this.word = word;
        }

        /// As an address has it.
        public String word() {
            return word;
        }
    }

    /// Without user and password, for messages.
    public String place() {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(","))
                + (database == null ? "" : "/" + database);
    }
}
