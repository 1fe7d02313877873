// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Makes what the JDK's clients connect with.
public final class TlsContexts {
    private TlsContexts() {}

    /// A context of its own, with no session from before.
    ///
    /// @param trust decides about the server's certificate; empty for the JDK's own rules
    /// @param keys shows a certificate; empty for none
    public static SSLContext of(List<TrustManager> trust, List<KeyManager> keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.isEmpty() ? null : keys.toArray(KeyManager[]::new),
                    trust.isEmpty() ? null : trust.toArray(TrustManager[]::new),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }
}
