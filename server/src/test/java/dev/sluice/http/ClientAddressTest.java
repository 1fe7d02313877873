// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.AddressBlock;
import dev.sluice.model.NetworkAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose word is taken about where a request comes from.
final class ClientAddressTest {
    private static final String PROXY = "10.0.0.1";
    private static final ClientAddress CLIENTS =
            new ClientAddress(
                    Stream.of("10.0.0.0/8", "fd00::/8")
                            .map(block -> AddressBlock.parse(block).orElseThrow())
                            .toList());

    private static String resolve(String peer, String... forwardedFor) {
        return CLIENTS.resolve(NetworkAddress.parse(peer).orElseThrow(), List.of(forwardedFor))
                .toString();
    }

    @Test
    void withoutTheFieldItIsThePeer() {
        assertThat(resolve(PROXY)).isEqualTo(PROXY);
    }

    @Test
    void aStrangersFieldIsNotBelieved() {
        assertThat(resolve("203.0.113.9", "192.0.2.7")).isEqualTo("203.0.113.9");
    }

    @Test
    void nobodyIsBelievedWithoutConfiguration() {
        NetworkAddress peer = NetworkAddress.parse("127.0.0.1").orElseThrow();

        assertThat(new ClientAddress(List.of()).resolve(peer, List.of("192.0.2.7")))
                .isEqualTo(peer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.7|192.0.2.7",
                "192.0.2.7:4711|192.0.2.7",
                "2001:db8::1|2001:db8:0:0:0:0:0:1",
                "[2001:db8::1]|2001:db8:0:0:0:0:0:1",
                "[2001:db8::1]:4711|2001:db8:0:0:0:0:0:1",
                "1.1.1.1, 192.0.2.7|192.0.2.7",
                "1.1.1.1,192.0.2.7,10.0.0.2|192.0.2.7",
                "192.0.2.7 , fd00::1 , 10.0.0.2|192.0.2.7",
                "10.0.0.3, 10.0.0.2|10.0.0.3"
            })
    void readsFromTheRightUpToTheFirstStranger(String forwardedFor, String client) {
        assertThat(resolve(PROXY, forwardedFor)).isEqualTo(client);
    }

    @Test
    void takesSeveralFieldsAsOne() {
        assertThat(resolve(PROXY, "1.1.1.1, 192.0.2.7", "10.0.0.2")).isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "_hidden", "192.0.2", "[::1", "1.1.1.1,", "1.1.1.1, x"})
    void stopsAtWhatIsNoAddress(String forwardedFor) {
        assertThat(resolve(PROXY, forwardedFor)).isEqualTo(PROXY);
    }
}
