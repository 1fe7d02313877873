// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.StatusRemark;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who answers a query and is no cluster: a web server, or a proxy that does not pass gRPC. The
/// library's words show the whole answer, with whatever is in it.
final class NoFlight {
    private static final Pattern STATUS = Pattern.compile("HTTP status code ([0-9]{3})\\b");
    private static final Pattern LOCATION = Pattern.compile("\\blocation=([^,)\\s]+)");

    /// Its package depends on how the library was packed.
    private static final String NO_HTTP_2 = "Http2Exception";

    private NoFlight() {}

    /// What to say; null where it was an answer of gRPC, or none at all.
    ///
    /// @param words the library's
    static @Nullable String sentence(Profile profile, String words, Throwable failure) {
        Matcher status = STATUS.matcher(words);
        if (status.lookingAt()) {
            int code = Integer.parseInt(status.group(1));
            Matcher location = LOCATION.matcher(words);
            Optional<String> to =
                    location.find() ? Optional.of(location.group(1)) : Optional.empty();
            return place(profile)
                    + " answered "
                    + code
                    + StatusRemark.of(code, profile.origin(), to)
                    + ", but not as a cluster does"
                    + advice(profile);
        }
        return speaksNoHttp2(failure)
                ? place(profile) + " does not speak gRPC over HTTP/2" + advice(profile)
                : null;
    }

    private static String place(Profile profile) {
        return profile.origin().toString();
    }

    private static String advice(Profile profile) {
        return "; check host and port in the profile \""
                + profile.name()
                + "\", and that every proxy before the cluster passes gRPC";
    }

    private static boolean speaksNoHttp2(Throwable failure) {
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (cause.getClass().getSimpleName().equals(NO_HTTP_2)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
