// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.config.PostgresConfig;
import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.SslMode;

/// Connects to a PostgreSQL server: how long, how protected, as whom.
final class PostgresSource {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /// Connecting and signing in together, where no host is passed over.
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);

    /// Without a byte from the server; longer than a statement waits for a lock.
    static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(20);

    private PostgresSource() {}

    /// @param authorities a PEM bundle of those that are trusted where the address names none; null
    ///   for those that the JDK knows
    static DataSource of(PostgresConfig config, @Nullable Path authorities) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        List<Host> hosts = config.hosts();
        source.setServerNames(hosts.stream().map(Host::name).toArray(String[]::new));
        source.setPortNumbers(hosts.stream().mapToInt(Host::port).toArray());
        if (config.primaryOnly()) {
            source.setTargetServerType("primary");
        }
        source.setDatabaseName(config.database());
        source.setCurrentSchema(config.schema());
        source.setUser(config.user());
        source.setPassword(config.password() == null ? null : config.password().reveal());
        source.setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toSeconds()));
        Duration others = CONNECT_TIMEOUT.multipliedBy(hosts.size() - 1L);
        source.setLoginTimeout(Math.toIntExact(LOGIN_TIMEOUT.plus(others).toSeconds()));
        source.setSocketTimeout(Math.toIntExact(SILENCE_TIMEOUT.toSeconds()));
        source.setTcpKeepAlive(true);
        source.setGssEncMode("disable");
        // What the server says of a failed statement may hold values of it.
        source.setLogServerErrorDetail(false);
        protect(source, config, authorities);
        return source;
    }

    private static void protect(
            PGSimpleDataSource source, PostgresConfig config, @Nullable Path elsewhere) {
        CertificateFiles files = config.files();
        Path authorities = files.authorities() == null ? elsewhere : files.authorities();
        SslMode mode =
                switch (config.tls()) {
                    case DISABLE -> SslMode.DISABLE;
                    // As libpq does where it has authorities to check by.
                    case REQUIRE -> authorities == null ? SslMode.REQUIRE : SslMode.VERIFY_CA;
                    case VERIFY_CA -> SslMode.VERIFY_CA;
                    case VERIFY_FULL -> SslMode.VERIFY_FULL;
                };
        source.setSslMode(mode.value);
        source.setSslRootCert(text(authorities));
        source.setSslCert(text(files.certificate()));
        source.setSslKey(text(files.key()));
        source.setSslfactory(PostgresTls.class.getName());
    }

    private static @Nullable String text(@Nullable Path file) {
        return file == null ? null : file.toString();
    }
}
