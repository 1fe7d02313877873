// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import dev.sluice.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One way to reach one cluster: an entry `[[profile]]` of the configuration file, checked.
///
/// @param name unique in its file
/// @param product which product it is
/// @param host a bare host name or address, without scheme, port or path
/// @param port 1 to 65535
/// @param accountId present for [Product#DEDICATED]
/// @param clusterId present for [Product#DEDICATED]
/// @param database the default for `query` and `write`
/// @param token the database token for `query` and `write`
/// @param managementToken used instead of a sign-in
/// @param tls how the connection is protected
/// @param oauth2 how to sign in at the identity provider
/// @param tokenFile a file that holds an admin token
public record Profile(
        String name,
        Product product,
        String host,
        int port,
        @Nullable String accountId,
        @Nullable String clusterId,
        @Nullable String database,
        @Nullable Secret token,
        @Nullable Secret managementToken,
        TlsSettings tls,
        @Nullable OAuthSettings oauth2,
        @Nullable Path tokenFile) {
    private static final Pattern IDENTIFIER =
            Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Whether `text` can be the id of an account or a cluster: a whole UUID.
    public static boolean isIdentifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }

    /// The same profile for another account or cluster; null leaves what the profile says.
    public Profile within(@Nullable String account, @Nullable String cluster) {
        return new Profile(
                name,
                product,
                host,
                port,
                account == null ? accountId : account,
                cluster == null ? clusterId : cluster,
                database,
                token,
                managementToken,
                tls,
                oauth2,
                tokenFile);
    }

    /// The cluster's origin, such as `https://cluster-host.com:8086`.
    public URI origin() {
        return URI.create((tls.disabled() ? "http://" : "https://") + address());
    }

    /// `host:port` for messages and addresses; an IPv6 address stands in brackets.
    public String address() {
        boolean bare = host.contains(":") && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + port;
    }
}
