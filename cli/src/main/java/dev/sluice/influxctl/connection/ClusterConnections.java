// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.api.ClusterIds;
import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Secret;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;

/// Opens connections to clusters the way their profiles want them.
public final class ClusterConnections {
    /// The longest wait for a connection, unless a call has less.
    static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final String userAgent;
    private final Network network;

    /// @param network the proxies and the authorities that hold for every connection
    public ClusterConnections(Network network) {
        this.userAgent = network.userAgent();
        this.network = network;
    }

    /// The value of `User-Agent` (admin.md 3.2).
    public String userAgent() {
        return userAgent;
    }

    /// The interceptors for [#grpc], and what `--trace` asks for.
    public ClientInterceptor[] followed(Profile profile, ClientInterceptor... interceptors) {
        return network.followed(profile.origin(), interceptors);
    }

    /// An HTTP client for the profile's cluster; whoever opened it closes it.
    ///
    /// @param timeout the limit of one call, which is the limit of connecting too
    public HttpClient http(Profile profile, Duration timeout) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .proxy(network.proxies())
                        .connectTimeout(timeout.compareTo(CONNECT_MAX) < 0 ? timeout : CONNECT_MAX);
        if (profile.tls().disabled()) {
            builder.sslContext(NoTls.context());
        } else {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(TLS_VERSIONS);
            builder.sslContext(network.material(profile.tls()).context());
            builder.sslParameters(parameters);
        }
        return network.proxied(builder.build());
    }

    /// The management API of the profile's cluster; by the account form of the paths for a profile
    /// that names account and cluster (admin.md 4.1).
    ///
    /// @param http opened by [#http], stays the caller's
    /// @param bearer what is shown
    /// @param timeout the limit of one call
    public ManagementClient management(
            HttpClient http, Profile profile, Supplier<Secret> bearer, Duration timeout) {
        ManagementClient client =
                new ManagementClient(http, profile.origin(), bearer, timeout, userAgent);
        return profile.accountId() == null || profile.clusterId() == null
                ? client
                : client.within(
                        new ClusterIds(
                                UUID.fromString(profile.accountId()),
                                UUID.fromString(profile.clusterId())));
    }

    /// A gRPC channel to the profile's cluster, which connects at its first call; whoever opened it
    /// shuts it down.
    ///
    /// @param interceptors see each call
    public ManagedChannel grpc(Profile profile, ClientInterceptor... interceptors) {
        return new GrpcConnections(network).open(profile, interceptors);
    }
}
