// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whom to trust: certificate authorities in place of those that the JDK knows, never beside them.
///
/// @param certificates at least one
public record Authorities(List<X509Certificate> certificates) {
    /// Copies the list.
    public Authorities {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("nobody would be trusted");
        }
    }

    /// Reads a bundle.
    ///
    /// @throws dev.sluice.model.ProblemException `tls_material_invalid`
    public static Authorities read(PemFile bundle) {
        return new Authorities(bundle.certificates());
    }

    /// What decides about the certificate that the other side shows.
    public List<TrustManager> trustManagers() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (X509Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + index++, certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return List.of(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were read make a trust store", e);
        }
    }
}
