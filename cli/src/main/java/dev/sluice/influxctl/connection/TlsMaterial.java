// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.profile.TlsSettings;
import dev.sluice.tls.Authorities;
import dev.sluice.tls.Identity;
import dev.sluice.tls.PemFile;
import dev.sluice.tls.TlsContexts;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Whom to trust and who to be in TLS, read from the files that a profile names.
///
/// @param trust decides about the server's certificate; empty for the system's own rules
/// @param keys shows the client's certificate; empty without one
record TlsMaterial(List<TrustManager> trust, List<KeyManager> keys) {

    TlsMaterial {
        trust = List.copyOf(trust);
        keys = List.copyOf(keys);
    }

    /// Reads the files; throws `tls_material_invalid`, which names the file and the key.
    static TlsMaterial read(TlsSettings settings) {
        return new TlsMaterial(trust(settings), keys(settings));
    }

    /// Trusts the authorities in the file that a variable names, and shows no certificate.
    static TlsMaterial trusting(Path file, String variable) {
        return new TlsMaterial(trust(file, variable), List.of());
    }

    TrustManager[] trustArray() {
        return trust.toArray(TrustManager[]::new);
    }

    KeyManager[] keyArray() {
        return keys.toArray(KeyManager[]::new);
    }

    SSLContext context() {
        return TlsContexts.of(trust, keys);
    }

    private static List<TrustManager> trust(TlsSettings settings) {
        if (settings.insecure()) {
            return List.of(new UncheckedTrust());
        }
        Path file = settings.authorities();
        return file == null ? List.of() : trust(file, "[profile.tls] ca");
    }

    private static List<TrustManager> trust(Path file, String setting) {
        return Authorities.read(new PemFile(file, setting)).trustManagers();
    }

    private static List<KeyManager> keys(TlsSettings settings) {
        Path certificate = settings.certificate();
        Path key = settings.key();
        if (certificate == null || key == null) {
            return List.of();
        }
        Identity identity =
                Identity.read(
                        new PemFile(certificate, "[profile.tls] cert"),
                        new PemFile(key, "[profile.tls] key"));
        return List.of(identity.keyManager("client"));
    }
}
