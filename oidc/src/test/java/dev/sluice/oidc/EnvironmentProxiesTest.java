// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentProxiesTest {
    @Test
    void withoutVariablesEverythingIsDirect() {
        assertThat(select(Map.of(), "https://a.example/")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void eachSchemeHasItsProxy() {
        Map<String, String> environment =
                Map.of("HTTP_PROXY", "http://127.0.0.1:3128/", "HTTPS_PROXY", "127.0.0.2:3129");

        assertThat(select(environment, "http://a.example/")).isEqualTo(proxy("127.0.0.1", 3128));
        assertThat(select(environment, "https://a.example/")).isEqualTo(proxy("127.0.0.2", 3129));
    }

    @Test
    void lowerCaseWins() {
        Map<String, String> environment =
                Map.of("https_proxy", "127.0.0.1:1", "HTTPS_PROXY", "127.0.0.2:2");

        assertThat(select(environment, "https://a.example/")).isEqualTo(proxy("127.0.0.1", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "*, a.example, true",
        "a.example, a.example, true",
        "a.example, b.a.example, true",
        ".a.example, b.a.example, true",
        "a.example, ba.example, false",
        "'x, A.Example ,y', a.EXAMPLE, true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/9, 10.128.0.1, false",
        "fd00::/8, [fd00::1], true",
        "10.0.0.0/8, ten.example, false",
        "10.0.0.0/99, 10.0.0.1, false",
        "192.168.1.1, 192.168.1.1, true",
        "*.a.example, b.a.example, true",
        "*.a.example, ba.example, false",
        "a.example:8443, a.example:8443, true",
        "a.example:443, a.example, true",
        "a.example:8443, a.example, false",
        "[fd00::1]:443, [fd00::1], true",
        "[fd00::1], [fd00::1], true",
        "fd00::1, [fd00::1], true",
        "'', localhost, true",
        "'', LOCALHOST:8443, true",
        "'', 127.1.2.3, true",
        "'', [::1], true",
        "'', localhost.example, false",
        "'', 128.0.0.1, false",
        "'', a.example, false"
    })
    void exceptionsGoDirect(String exceptions, String host, boolean direct) {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "127.0.0.1:3128", "NO_PROXY", exceptions);

        assertThat(select(environment, "https://" + host + "/").equals(Proxy.NO_PROXY))
                .isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a%3Ab:s3cret@proxy:1", "socks5://proxy:1", "::", "https://p:1"})
    void refusesAProxyThatCannotBeUsedAndHidesItsPassword(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", value)))
                .withMessage(
                        "HTTPS_PROXY is not host:port or an http URL, with user and password"
                                + " percent-encoded where the proxy wants them");
    }

    @ParameterizedTest
    @CsvSource({
        "http://ada:s3cret@proxy:3128,        Basic YWRhOnMzY3JldA==",
        "ada:s3cret@proxy:3128,               Basic YWRhOnMzY3JldA==",
        "http://ada@proxy,                    Basic YWRhOg==",
        "http://ad%C3%A4:p%40+%3Aw@proxy,     Basic YWTDpDpwQCs6dw==",
    })
    void saysWhoAsksAProxy(String value, String authorization) {
        EnvironmentProxies proxies =
                EnvironmentProxies.of(Map.of("HTTPS_PROXY", value, "NO_PROXY", "near.example"));

        ProxyUser user = Objects.requireNonNull(proxies.user(URI.create("https://idp.example/")));

        assertThat(user.basic().reveal()).isEqualTo(authorization);
        assertThat(user.toString()).doesNotContain("s3cret");
        assertThat(proxies.user(URI.create("https://near.example/"))).isNull();
        assertThat(proxies.user(URI.create("http://idp.example/"))).isNull();
        assertThat(
                        ((InetSocketAddress)
                                        proxies.select(URI.create("https://idp.example/"))
                                                .getFirst()
                                                .address())
                                .getHostString())
                .isEqualTo("proxy");
    }

    @Test
    void needsNoProxyThatCanBeUsedWhereEverythingGoesAround() {
        assertThat(
                        select(
                                Map.of("HTTPS_PROXY", "socks5://proxy:1", "NO_PROXY", "x,*"),
                                "https://a.example/"))
                .isEqualTo(Proxy.NO_PROXY);
    }

    private static Proxy select(Map<String, String> environment, String address) {
        return EnvironmentProxies.of(environment).select(URI.create(address)).getFirst();
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
    }
}
