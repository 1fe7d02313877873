// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {
    @TempDir private static Path directory;
    private static final Map<String, Pair> PAIRS = new HashMap<>();
    private static Pair one;
    private static Pair other;

    @BeforeAll
    static void makePairs() throws Exception {
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            PAIRS.put("one " + algorithm, Pair.make(directory, "one-" + algorithm, algorithm));
            PAIRS.put("other " + algorithm, Pair.make(directory, "other-" + algorithm, algorithm));
        }
        one = pair("one EC");
        other = pair("other EC");
    }

    private static Pair pair(String name) {
        return Objects.requireNonNull(PAIRS.get(name));
    }

    private static Identity read(Pair pair) {
        return Identity.read(pair.certificate(), pair.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void takesAPairOfEveryKind(String algorithm) {
        Identity identity = read(pair("one " + algorithm));

        assertThat(identity.keyManager("a").getPrivateKey("a")).isEqualTo(identity.key());
        assertThat(identity.keyManager("a").getCertificateChain("a"))
                .containsExactlyElementsOf(identity.chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void refusesTheKeyOfAnotherCertificate(String algorithm) {
        Pair same = pair("one " + algorithm);
        PemFile stranger = pair("other " + algorithm).key();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Identity.read(same.certificate(), stranger))
                .withMessage(
                        stranger.setting()
                                + ": "
                                + stranger.path()
                                + " is of no use: it does not fit the certificate");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Identity.read(one.certificate(), pair("one RSA").key()))
                .withMessageEndingWith("is of no use: it does not fit the certificate");
    }

    @Test
    void refusesAFileWithoutAKey() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Identity.read(one.certificate(), one.certificate()))
                .withMessageEndingWith(
                        "it holds no unencrypted PKCS #8 \"PRIVATE KEY\", but \"CERTIFICATE\"");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        PemFile none = new PemFile(directory.resolve("none.pem"), "a.setting");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Authorities.read(none))
                .withMessage(
                        "a.setting: "
                                + none.path()
                                + " is of no use: it cannot be read: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate at all\n", "0\u0082\u0002"})
    void refusesAFileWithoutAnythingInPem(String text) throws IOException {
        assertNoAuthorities(text, "it holds no \"CERTIFICATE\", and nothing else in PEM");
    }

    @Test
    void saysWhatAFileHoldsInPlaceOfACertificate() throws IOException {
        String key = Files.readString(one.key().path());

        assertNoAuthorities(key, "it holds no \"CERTIFICATE\", but \"PRIVATE KEY\"");
        assertNoAuthorities(
                key.replace("PRIVATE KEY", "EC PRIVATE KEY") + key,
                "it holds no \"CERTIFICATE\", but \"EC PRIVATE KEY\", \"PRIVATE KEY\"");
    }

    @Test
    void saysWhatAFileHoldsBesideCertificates() throws IOException {
        assertNoAuthorities(
                Files.readString(one.certificate().path()) + Files.readString(one.key().path()),
                "it holds \"PRIVATE KEY\", too; it is to hold certificates alone");
    }

    @Test
    void refusesABrokenCertificate() throws IOException {
        String good = Files.readString(one.certificate().path());

        assertNoAuthorities(
                good.replace("MI", "AA"), "a certificate in it is damaged or not whole");
        assertNoAuthorities(
                good.substring(0, good.length() / 2),
                "a certificate in it is damaged or not whole");
    }

    private static void assertNoAuthorities(String text, String fault) throws IOException {
        Path file =
                Files.writeString(directory.resolve("odd.pem"), text, StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Authorities.read(new PemFile(file, "a.setting")))
                .withMessage("a.setting: " + file + " is of no use: " + fault);
    }

    @Test
    void saysWhatAFileHoldsInPlaceOfAKey() throws IOException {
        String key = Files.readString(one.key().path());

        assertNoKey(
                key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                "it holds no unencrypted PKCS #8 \"PRIVATE KEY\", but \"ENCRYPTED PRIVATE KEY\"");
        assertNoKey(key.substring(0, 60), "the key in it is damaged or not whole");
    }

    private static void assertNoKey(String text, String fault) throws IOException {
        Path file = Files.writeString(directory.resolve("odd.key"), text);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Identity.read(one.certificate(), new PemFile(file, "a.setting")))
                .withMessage("a.setting: " + file + " is of no use: " + fault);
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        Path file = Files.write(directory.resolve("large.pem"), new byte[(4 << 20) + 1]);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Authorities.read(new PemFile(file, "a.setting")))
                .withMessageEndingWith("it has over 4194304 bytes");
    }

    @Test
    void readsEveryCertificateOfABundleAndPassesOverComments() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("bundle.pem"),
                        "# our own\n"
                                + Files.readString(one.certificate().path())
                                + "\n# theirs\n"
                                + Files.readString(other.certificate().path()));

        Authorities authorities = Authorities.read(new PemFile(file, "a.setting"));

        assertThat(authorities.certificates())
                .containsExactly(read(one).chain().getFirst(), read(other).chain().getFirst());
    }

    @Test
    void keepsItsKeyToItself() {
        assertThat(read(one)).hasToString("Identity[CN=one-EC]");
    }

    @Test
    void aHandshakeGetsCertificateAndKeyOfOnePair() {
        ReplaceableIdentity identity = new ReplaceableIdentity(read(one));
        String begun = alias(identity);

        identity.replace(read(other));

        assertThat(identity.getCertificateChain(begun)).containsExactly(first(one));
        assertThat(identity.getPrivateKey(begun)).isEqualTo(read(one).key());
        assertThat(identity.current()).isEqualTo(read(other));
        assertThat(identity.getCertificateChain(alias(identity))).containsExactly(first(other));
        assertThat(identity.getPrivateKey(alias(identity))).isEqualTo(read(other).key());
    }

    private static String alias(ReplaceableIdentity identity) {
        return Objects.requireNonNull(identity.chooseEngineServerAlias("EC", null, null));
    }

    private static X509Certificate first(Pair pair) {
        return read(pair).chain().getFirst();
    }
}
