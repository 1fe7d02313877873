// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.connection.ConnectionTrouble;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.StatusRemark;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who answers a query and is no cluster: a web server, or a proxy that does not pass gRPC. The
/// library's words show the whole answer, with whatever is in it.
final class NoFlight {
    private static final Pattern STATUS = Pattern.compile("HTTP status code ([0-9]{3})\\b");
    private static final Pattern LOCATION = Pattern.compile("(?<=[(,])location=([^,)\\s]+)");

    /// What comes before the body of an answer, which may have anything in it.
    private static final String BODY = "\nDATA";

    private static final String NO_HTTP_2_IN_TLS = "Failed ALPN negotiation";
    private static final String NO_HTTP_2 = "Http2Exception";

    /// What may be over soon, as while the cluster starts again behind a proxy.
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private NoFlight() {}

    /// What to say; null where it was an answer of gRPC, or none at all.
    ///
    /// @param words the library's
    static @Nullable String sentence(Profile profile, String words, Throwable failure) {
        Matcher status = STATUS.matcher(words);
        if (status.lookingAt()) {
            return answered(profile, Integer.parseInt(status.group(1)), words);
        }
        boolean inTls = words.startsWith(NO_HTTP_2_IN_TLS);
        if (!inTls && !ConnectionTrouble.isCausedBy(failure, NO_HTTP_2)) {
            return null;
        }
        return profile.origin()
                + " does not speak gRPC over HTTP/2"
                + advice(profile)
                + (profile.tls().disabled()
                        ? "; if it serves TLS, remove disable from [profile.tls]"
                        : "");
    }

    private static String answered(Profile profile, int status, String words) {
        int body = words.indexOf(BODY);
        Matcher location = LOCATION.matcher(body < 0 ? words : words.substring(0, body));
        Optional<String> to = location.find() ? Optional.of(location.group(1)) : Optional.empty();
        return profile.origin()
                + " answered "
                + status
                + StatusRemark.of(status, profile.origin(), to)
                + ", but not as a cluster does"
                + advice(profile)
                + (PASSING.contains(status) ? ", or try again in a moment" : "");
    }

    private static String advice(Profile profile) {
        return "; check host and port in the profile \""
                + profile.name()
                + "\", and that every proxy before the cluster passes gRPC";
    }
}
