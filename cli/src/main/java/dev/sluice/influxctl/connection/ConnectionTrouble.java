// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.StatusRemark;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in one sentence why a cluster was not reached, and what to check.
public final class ConnectionTrouble {
    private ConnectionTrouble() {}

    /// The problem `cluster_unreachable`, drawn from whatever stack of causes a client library
    /// gives.
    ///
    /// @param profile names the address and the setting to check
    /// @param failure what the library threw
    public static Problem explain(Profile profile, Throwable failure) {
        String place =
                "the cluster at " + profile.address() + " (profile \"" + profile.name() + "\")";
        return Problem.unavailable("cluster_unreachable", sentence(profile, place, failure));
    }

    private static String sentence(Profile profile, String place, Throwable failure) {
        if (isCausedBy(failure, UnresolvedAddressException.class)
                || isCausedBy(failure, UnknownHostException.class)) {
            return "cannot reach "
                    + place
                    + ": no such host; check host in the profile, DNS, and the proxy where one is"
                    + " set";
        }
        if (isCausedBy(failure, CertificateException.class)) {
            return place + " shows a certificate " + complaint(failure);
        }
        if (isCausedBy(failure, SSLException.class)
                || isCausedBy(failure, "NotSslRecordException")) {
            return place
                    + " does not answer in TLS as the profile expects; if it serves plain HTTP, set"
                    + " [profile.tls] disable = true";
        }
        if (isCausedBy(failure, HttpConnectTimeoutException.class)) {
            return "cannot reach "
                    + place
                    + ": no connection in time; check host, port and firewall"
                    + suspicion(profile);
        }
        Throwable refused = cause(failure, "HttpProxyConnectException");
        if (refused != null) {
            return "cannot reach " + place + ": the proxy on the way refuses" + refusal(refused);
        }
        if (isCausedBy(failure, ConnectException.class)) {
            return "cannot reach "
                    + place
                    + ": nothing accepts connections there; check that the cluster runs, host and"
                    + " port in the profile, and the proxy where one is set";
        }
        if (isCausedBy(failure, TimeoutException.class)
                || isCausedBy(failure, HttpTimeoutException.class)) {
            return place + " did not answer in time; check the network, or raise --timeout";
        }
        return "lost the connection to " + place + suspicion(profile) + detail(failure);
    }

    /// The library's words have addresses and a status, and no credential.
    private static String refusal(Throwable refused) {
        String words = String.valueOf(refused.getMessage());
        return words.contains("status: " + HttpURLConnection.HTTP_PROXY_AUTH)
                ? StatusRemark.ofProxy()
                : " (" + words + ")";
    }

    private static String complaint(Throwable failure) {
        if (isCausedBy(failure, CertificateExpiredException.class)
                || isCausedBy(failure, CertificateNotYetValidException.class)) {
            return "that is over or does not hold yet; check this machine's clock, or have it"
                    + " renewed"
                    + detail(failure);
        }
        // Whoever compares names throws this very class, and others throw kinds of it or causes.
        if (deepest(failure).getClass().equals(CertificateException.class)) {
            return "for another host; let host in the profile be a name that it has"
                    + detail(failure);
        }
        return "that is not trusted here; set [profile.tls] ca to the authority that signed it";
    }

    private static String suspicion(Profile profile) {
        return profile.tls().disabled()
                ? "; if it serves TLS, remove disable from [profile.tls]"
                : "; if it serves plain HTTP, set [profile.tls] disable = true";
    }

    private static String detail(Throwable failure) {
        Throwable deepest = deepest(failure);
        boolean telling = deepest instanceof IOException || deepest instanceof CertificateException;
        return telling && deepest.getMessage() != null ? " (" + deepest.getMessage() + ")" : "";
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /// Whether an exception is there of a library whose package depends on how it was packed.
    public static boolean isCausedBy(Throwable failure, String simpleName) {
        return cause(failure, simpleName) != null;
    }

    private static @Nullable Throwable cause(Throwable failure, String simpleName) {
        @Nullable Throwable cause = failure;
        while (cause != null && !cause.getClass().getSimpleName().equals(simpleName)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
