// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.profile.Profile;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLParameters;

/// Opens connections to clusters the way their profiles want them.
public final class ClusterConnections {
    /// The longest wait for a connection, unless a call has less.
    static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    /// The largest gRPC message that is taken (data.md 4.1).
    static final int MESSAGE_BYTES_MAX = 100 << 20;

    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final String userAgent;

    /// @param version the program's version, which goes into `User-Agent`
    public ClusterConnections(String version) {
        this.userAgent = "influxctl/" + version;
    }

    /// The value of `User-Agent` (admin.md 3.2).
    public String userAgent() {
        return userAgent;
    }

    /// An HTTP client for the profile's cluster; whoever opened it closes it.
    ///
    /// @param timeout the limit of one call, which is the limit of connecting too
    public HttpClient http(Profile profile, Duration timeout) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout.compareTo(CONNECT_MAX) < 0 ? timeout : CONNECT_MAX);
        if (!profile.tls().disabled()) {
            SSLParameters parameters = new SSLParameters();
            parameters.setProtocols(TLS_VERSIONS);
            builder.sslContext(TlsMaterial.read(profile.tls()).context());
            builder.sslParameters(parameters);
        }
        return builder.build();
    }

    /// A gRPC channel to the profile's cluster, which connects at its first call; whoever opened it
    /// shuts it down.
    public ManagedChannel grpc(Profile profile) {
        ChannelCredentials credentials =
                profile.tls().disabled()
                        ? InsecureChannelCredentials.create()
                        : tls(TlsMaterial.read(profile.tls()));
        return Grpc.newChannelBuilder(profile.address(), credentials)
                .userAgent(userAgent)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .disableRetry()
                .build();
    }

    private static ChannelCredentials tls(TlsMaterial material) {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
        if (!material.trust().isEmpty()) {
            credentials.trustManager(material.trustArray());
        }
        if (!material.keys().isEmpty()) {
            credentials.keyManager(material.keyArray());
        }
        return credentials.build();
    }
}
