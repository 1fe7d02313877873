// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The TLS of a profile that has it switched off: none. The JDK's client wants a context even for
/// plain HTTP, and by itself reads every authority of the system for it, which is a third of a
/// short run.
final class NoTls extends SSLContextSpi {
    /// A context that never opens a connection.
    static SSLContext context() {
        return new Context(new NoTls());
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi none) {
            super(none, null, "none");
        }
    }

    private NoTls() {}

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return new SSLParameters(new String[0], new String[0]);
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return engineGetDefaultSSLParameters();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys,
            TrustManager @Nullable [] trust,
            @Nullable SecureRandom random) {
        throw switchedOff();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw switchedOff();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw switchedOff();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        throw switchedOff();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        throw switchedOff();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        throw switchedOff();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        throw switchedOff();
    }

    private static IllegalStateException switchedOff() {
        return new IllegalStateException("TLS is switched off for this connection");
    }
}
