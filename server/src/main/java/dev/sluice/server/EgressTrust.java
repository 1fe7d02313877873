// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.config.EgressConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.tls.Authorities;
import dev.sluice.tls.PemFile;
import dev.sluice.tls.TlsContexts;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Whom the server trusts when it fetches something (admin.md 6.9): the authorities of a bundle in
/// place of the system's, or those that the JDK knows. Equal to another when it trusts the same,
/// from the same file.
///
/// @param bundle where the authorities come from; null for those of the JDK
/// @param authorities what was in it when it was read
record EgressTrust(@Nullable PemFile bundle, @Nullable Authorities authorities) {
    private static final String SETTING = "sluice.egress.certificateFile";
    private static final String VARIABLE = "SSL_CERT_FILE";

    /// The bundle that is named: by the setting, or else by the conventional variable.
    static @Nullable PemFile bundle(EgressConfig egress, Host host) {
        Path file = egress.certificateFile();
        if (file != null) {
            return new PemFile(file, SETTING);
        }
        String variable = host.environment().getOrDefault(VARIABLE, "").strip();
        return variable.isEmpty() ? null : new PemFile(Path.of(variable), VARIABLE);
    }

    /// Reads a bundle.
    ///
    /// @throws ProblemException *invalid*, in one sentence that names setting and file
    static EgressTrust of(@Nullable PemFile bundle) {
        return new EgressTrust(bundle, bundle == null ? null : Authorities.read(bundle));
    }

    /// Whether it came from there.
    boolean isFrom(@Nullable PemFile place) {
        return Objects.equals(bundle, place);
    }

    /// What a client connects with: nothing in it is left from another trust.
    SSLContext context() {
        if (authorities != null) {
            return TlsContexts.of(authorities.trustManagers(), List.of());
        }
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException failed) {
            throw new ProblemException(
                    Problem.unavailable(
                            "trust_store",
                            "the JDK's trust store cannot be used: " + failed.getMessage()),
                    failed);
        }
    }

    /// Whom it trusts, for a person who wonders why somebody is not trusted.
    String description() {
        if (bundle == null) {
            return "those of the JDK; " + SETTING + " names others";
        }
        String source = "those in " + bundle.path() + ", by " + bundle.setting();
        return bundle.setting().equals(SETTING)
                ? source
                : source + "; " + SETTING + " wins over it";
    }
}
