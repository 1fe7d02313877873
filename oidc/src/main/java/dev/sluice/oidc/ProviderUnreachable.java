// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// That a provider gave no answer that can be read, said in one sentence: which address, what
/// happened, what to check.
///
/// @param url the address that was asked
/// @param sentence for the person or the log
record ProviderUnreachable(URI url, String sentence) {

    /// Explains `failure`.
    ///
    /// @param waited how long was waited, should it be a matter of time
    static ProviderUnreachable because(URI url, Throwable failure, Duration waited) {
        String whatHappened =
                isTooLong(failure)
                        ? " gives an answer of more than "
                                + ProviderHttp.BODY_BYTES_MAX
                                + " bytes; check that the address is the provider's"
                        : " cannot be reached: " + explanation(url, failure, waited);
        return new ProviderUnreachable(
                url, "the identity provider at " + WebAddress.shown(url) + whatHappened);
    }

    private static String explanation(URI url, Throwable failure, Duration waited) {
        if (isCausedBy(failure, UnresolvedAddressException.class)
                || isCausedBy(failure, UnknownHostException.class)) {
            return "there is no host named "
                    + url.getHost()
                    + "; check the URL's spelling, DNS, and the proxy where one is set";
        }
        if (isCausedBy(failure, SSLException.class)) {
            return "TLS failed ("
                    + PrintableText.sentence(failure.getMessage())
                    + "); check that the port speaks TLS and that its certificate is trusted here";
        }
        if (failure instanceof TimeoutException) {
            return "no answer within "
                    + said(waited)
                    + "; check the network, the proxy and the firewall";
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within "
                    + said(waited)
                    + "; check host and port, the network, the proxy and the firewall";
        }
        if (isCausedBy(failure, ConnectException.class)) {
            return "nothing accepts connections there; check that it runs, that host and port are"
                    + " right, and the proxy where one is set";
        }
        return "the connection failed ("
                + PrintableText.sentence(failure.getMessage())
                + "); check that the address is the provider's"
                + ("http".equals(url.getScheme())
                        ? ", and begins with https if it speaks TLS"
                        : "");
    }

    /// The client has no exception of its own for a body beyond its limit.
    private static boolean isTooLong(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("body exceeds capacity");
    }

    private static String said(Duration duration) {
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + " s"
                : duration.toMillis() + " ms";
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
}
