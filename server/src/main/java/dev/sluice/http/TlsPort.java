// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ServerBuilder;
import dev.sluice.tls.ReplaceableIdentity;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import java.net.InetSocketAddress;

/// The one port as it speaks TLS: nothing older than TLS 1.2 (admin.md 7), only ciphers with
/// forward secrecy and authenticated encryption, HTTP/1.1 and HTTP/2 as the client's ALPN asks.
///
/// The JDK's engine does it, because it asks for the certificate at each handshake: so a renewed
/// one is shown without a second port or a restart.
final class TlsPort {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private TlsPort() {}

    /// Adds the port. What is not TLS gets no answer there.
    static void add(
            ServerBuilder builder, InetSocketAddress address, ReplaceableIdentity identity) {
        builder.https(address)
                .tls(new KeyManagerFactoryWrapper(identity))
                .tlsEngineType(TlsEngineType.JDK)
                .childChannelPipelineCustomizer(pipeline -> {
                    pipeline.addFirst(new TlsOnly());
                    TlsFailures.addTo(pipeline);
                })
                .tlsCustomizer(tls ->
                        tls.protocols(VERSIONS)
                                .ciphers(
                                        Http2SecurityUtil.CIPHERS,
                                        SupportedCipherSuiteFilter.INSTANCE));
    }
}
