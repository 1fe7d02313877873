// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.tls.Authorities;
import dev.sluice.tls.Identity;
import dev.sluice.tls.PemFile;
import dev.sluice.tls.TlsContexts;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.NonValidatingFactory.NonValidatingTM;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/// What a connection to PostgreSQL is protected with. The driver makes one for each connection, by
/// this name, so that files are read anew, as when certificates are renewed. The driver's own wants
/// to be told the algorithm of a key, and says less of what is wrong with a file.
public final class PostgresTls extends WrappedFactory {
    /// @param settings the driver's, with the paths of the files
    /// @throws dev.sluice.model.ProblemException `tls_material_invalid`, which names what the
    ///   address says and the file
    public PostgresTls(Properties settings) throws PSQLException {
        factory = TlsContexts.of(trust(settings), keys(settings)).getSocketFactory();
    }

    /// Whose certificate it is, the driver looks at after that.
    private static List<TrustManager> trust(Properties settings) throws PSQLException {
        if (!SslMode.of(settings).verifyCertificate()) {
            return List.of(new NonValidatingTM());
        }
        PemFile authorities = file(settings, PGProperty.SSL_ROOT_CERT);
        return authorities == null ? List.of() : Authorities.read(authorities).trustManagers();
    }

    private static List<KeyManager> keys(Properties settings) {
        PemFile certificate = file(settings, PGProperty.SSL_CERT);
        PemFile key = file(settings, PGProperty.SSL_KEY);
        return certificate == null || key == null
                ? List.of()
                : List.of(Identity.read(certificate, key).keyManager("catalog"));
    }

    private static @Nullable PemFile file(Properties settings, PGProperty named) {
        String path = named.getOrDefault(settings);
        return path == null
                ? null
                : new PemFile(Path.of(path), named.getName() + " of the catalog's address");
    }
}
