// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// Who to be: a certificate with those that lead to its authority, and the private key to it.
///
/// @param chain the own certificate first
/// @param key fits the first certificate
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    /// Copies the list.
    public Identity {
        chain = List.copyOf(chain);
    }

    /// Reads both files, and makes sure that they belong together.
    ///
    /// @throws dev.sluice.model.ProblemException `tls_material_invalid`
    public static Identity read(PemFile certificates, PemFile keyFile) {
        List<X509Certificate> chain = certificates.certificates();
        PublicKey shown = chain.getFirst().getPublicKey();
        PrivateKey key = keyFile.privateKey(shown.getAlgorithm());
        try {
            if (!fits(key, shown)) {
                throw keyFile.unfitting(null);
            }
        } catch (GeneralSecurityException e) {
            throw keyFile.unfitting(e);
        }
        return new Identity(chain, key);
    }

    /// The moment after which nobody should believe the certificate any more.
    public Instant expiry() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// What shows the certificate and signs with the key.
    ///
    /// @param alias the name by which it knows them
    public X509ExtendedKeyManager keyManager(String alias) {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(alias, key, password, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a pair that was read makes a key store", e);
        }
    }

    /// Names the certificate; the key is nobody's business.
    @Override
    public String toString() {
        return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }

    private static boolean fits(PrivateKey key, PublicKey shown) throws GeneralSecurityException {
        if (key instanceof RSAKey own && shown instanceof RSAKey other) {
            return own.getModulus().equals(other.getModulus());
        }
        Signature signature =
                Signature.getInstance(
                        shown.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "EdDSA");
        byte[] sample = "a pair".getBytes(StandardCharsets.US_ASCII);
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(shown);
        signature.update(sample);
        return signature.verify(signed);
    }
}
