// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Who a server is, until its certificate is renewed: connections that begin after [#replace] are
/// shown the new one, those that are open stay. Safe for many threads.
public final class ReplaceableIdentity extends X509ExtendedKeyManager {
    private volatile Generation generation;

    /// @param first whose certificate is shown to begin with
    public ReplaceableIdentity(Identity first) {
        generation = new Generation(1, first, null);
    }

    /// One certificate and what shows it. A handshake asks for certificate and key one after the
    /// other by an alias that is only this generation's, so that it never gets them from two.
    ///
    /// @param previous manages the generation before, for handshakes that go on just now
    private record Generation(
            int number,
            Identity identity,
            X509ExtendedKeyManager manager,
            @Nullable X509ExtendedKeyManager previous) {
        Generation(int number, Identity identity, @Nullable X509ExtendedKeyManager previous) {
            this(number, identity, identity.keyManager("generation-" + number), previous);
        }
    }

    /// Whose certificate is shown now.
    public Identity current() {
        return generation.identity;
    }

    /// Shows another certificate from now on.
    public synchronized void replace(Identity next) {
        Generation now = generation;
        generation = new Generation(now.number + 1, next, now.manager);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return generation.manager.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return generation.manager.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return generation.manager.getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Generation now = generation;
        X509Certificate[] chain = now.manager.getCertificateChain(alias);
        return chain == null && now.previous != null
                ? now.previous.getCertificateChain(alias)
                : chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Generation now = generation;
        PrivateKey key = now.manager.getPrivateKey(alias);
        return key == null && now.previous != null ? now.previous.getPrivateKey(alias) : key;
    }

    /// None: a server is nobody's client.
    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    /// None: a server is nobody's client.
    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
