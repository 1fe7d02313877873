// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.profile.Profile;
import dev.sluice.oidc.ProxyUser;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ProxiedSocketAddress;
import io.grpc.TlsChannelCredentials;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// Opens gRPC channels. A class of its own, so that commands that need none load nothing of gRPC.
///
/// @param network the proxies and the authorities that hold for every connection
record GrpcConnections(Network network) {
    /// The largest gRPC message that is taken (data.md 4.1).
    static final int MESSAGE_BYTES_MAX = 100 << 20;

    /// A channel that connects at its first call; whoever opened it shuts it down.
    ///
    /// @param interceptors see each call
    ManagedChannel open(Profile profile, ClientInterceptor... interceptors) {
        ChannelCredentials credentials =
                profile.tls().disabled()
                        ? InsecureChannelCredentials.create()
                        : tls(network.material(profile.tls()));
        return Grpc.newChannelBuilder(profile.address(), credentials)
                .userAgent(network.userAgent())
                .intercept(interceptors)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .proxyDetector(target -> proxied(profile, target))
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

    /// The way through the proxy that the environment names for this cluster; null without one.
    private @Nullable ProxiedSocketAddress proxied(Profile profile, SocketAddress target) {
        if (!(target instanceof InetSocketAddress cluster)) {
            return null;
        }
        Proxy proxy = network.proxies().select(profile.origin()).getFirst();
        if (proxy.type() != Proxy.Type.HTTP || !(proxy.address() instanceof InetSocketAddress at)) {
            return null;
        }
        HttpConnectProxiedSocketAddress.Builder way =
                HttpConnectProxiedSocketAddress.newBuilder()
                        .setTargetAddress(cluster)
                        .setProxyAddress(new InetSocketAddress(at.getHostString(), at.getPort()));
        ProxyUser user = network.proxies().user(profile.origin());
        if (user != null) {
            way.setUsername(user.name()).setPassword(user.password().reveal());
        }
        return way.build();
    }
}
