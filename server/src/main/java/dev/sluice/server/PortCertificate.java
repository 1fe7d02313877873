// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.HttpConfig;
import dev.sluice.config.TlsFiles;
import dev.sluice.model.ProblemException;
import dev.sluice.tls.Identity;
import dev.sluice.tls.PemFile;
import dev.sluice.tls.ReplaceableIdentity;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate with which the one port speaks TLS, and its renewal while the server runs. A
/// pair of files that is of no use never replaces one that is in use.
///
/// @param files where certificate and key are
/// @param identity what the port shows
record PortCertificate(TlsFiles files, ReplaceableIdentity identity) {
    private static final Logger log = LoggerFactory.getLogger(PortCertificate.class);

    /// Reads the files; null where the port is to speak plain HTTP.
    ///
    /// @throws ProblemException *invalid*, in one sentence that names setting and file
    static @Nullable PortCertificate open(HttpConfig http) {
        TlsFiles files = http.tls();
        return files == null
                ? null
                : new PortCertificate(files, new ReplaceableIdentity(read(files)));
    }

    /// What to watch.
    List<Path> watched() {
        return List.of(files.certificate(), files.key());
    }

    /// Reads the files again. Never throws; what is wrong is logged, and may be no more than that
    /// the second of the two files is still to come.
    void reload() {
        try {
            Identity renewed = read(files);
            if (!renewed.equals(identity.current())) {
                identity.replace(renewed);
                log.atInfo()
                        .addKeyValue("expiry", renewed.expiry())
                        .log("the certificate of the port was renewed");
            }
        } catch (ProblemException unusable) {
            log.atError()
                    .addKeyValue("problem", unusable.problem().message())
                    .addKeyValue("expiry", identity.current().expiry())
                    .log("the changed certificate of the port is refused; the one before stays");
        }
    }

    private static Identity read(TlsFiles files) {
        return Identity.read(
                new PemFile(files.certificate(), "sluice.http.tlsCertificateFile"),
                new PemFile(files.key(), "sluice.http.tlsKeyFile"));
    }
}
