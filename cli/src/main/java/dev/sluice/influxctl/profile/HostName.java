// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The name of a host, or its address, as a person writes it.
///
/// @param ascii what goes into addresses of the web; the name as it was written where there is
///   trouble
/// @param trouble why the HTTP library reaches no host by this name; goes on from the name
public record HostName(String ascii, @Nullable String trouble) {

    /// Reads a name. One with other letters than those of ASCII is turned into ASCII.
    ///
    /// @param text without scheme, port and path; an IPv6 address may stand in brackets
    public static HostName of(String text) {
        String name = inAscii(text);
        if (isTaken(name)) {
            return new HostName(name, null);
        }
        return new HostName(
                text,
                text.indexOf('_') < 0
                        ? "is no host name: its parts, between dots, are of letters, digits and"
                                + " hyphens, none begins or ends with a hyphen, and the last begins"
                                + " with a letter"
                        : "has an underscore, which host names have not and the HTTP library does"
                                + " not reach; use another name of the host, or its address");
    }

    /// The text itself where it has no such form, or where that stands for another name in today's
    /// rules: those of the JDK are of 2003, and make `ss` of `ß`.
    private static String inAscii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        try {
            String ascii = IDN.toASCII(text);
            return IDN.toUnicode(ascii).equals(text.toLowerCase(Locale.ROOT)) ? ascii : text;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static boolean isTaken(String name) {
        String host = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
        try {
            return host.equals(new URI("https://" + host + ":1").getHost());
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
