// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses and blocks of them: what is read, and what belongs to what.
final class AddressBlockTest {
    private static NetworkAddress address(String text) {
        return NetworkAddress.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "192.0.2.7, 192.0.2.7",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "::, 0:0:0:0:0:0:0:0",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void readsAnAddress(String text, String canonical) {
        assertThat(address(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1", "1.2.3", "1.2.3.4.", "1.2.3.256", "01.2.3.4", "0x1.2.3.4", "1.2.3.4:5",
                "localhost", "unknown", ":", ":::", "[::1]", "fe80::1%eth0", "1::2::3", "1.2.3.4 "
            })
    void readsNothingElseAsAnAddress(String text) {
        assertThat(NetworkAddress.parse(text)).isEmpty();
    }

    @Test
    void aWrappedPeerIsTheAddressInside() throws UnknownHostException {
        byte[] wrapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 7};

        assertThat(NetworkAddress.of(Inet6Address.getByAddress(null, wrapped, -1)))
                .isEqualTo(NetworkAddress.of(InetAddress.ofLiteral("192.0.2.7")));
    }

    @Test
    void theZoneIsNoPartOfAnAddress() throws UnknownHostException {
        byte[] local = new byte[16];
        local[0] = (byte) 0xfe;
        local[1] = (byte) 0x80;

        assertThat(NetworkAddress.of(Inet6Address.getByAddress(null, local, 3)))
                .isEqualTo(address("fe80::"));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/31, 10.0.0.1, true",
        "10.0.0.0/31, 10.0.0.2, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::8/125, 2001:db8::f, true",
        "2001:db8::8/125, 2001:db8::10, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.7, false",
        "0.0.0.0/0, ::1, false"
    })
    void containsWhatBeginsAlike(String block, String address, boolean contained) {
        assertThat(AddressBlock.parse(block).orElseThrow().contains(address(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "2001:db8::/129",
                "2001:db8::1/64",
                "10.0.0.0/255.0.0.0",
                "proxy"
            })
    void readsNothingElseAsABlock(String text) {
        assertThat(AddressBlock.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 32, 192.0.2.7/32",
        "192.0.2.7, 24, 192.0.2.0/24",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6/128"
    })
    void isMadeAroundAnAddress(String address, int prefixBits, String block) {
        assertThat(AddressBlock.around(address(address), prefixBits)).hasToString(block);
    }

    @Test
    void hasNoBitsAfterItsPrefix() {
        assertThatThrownBy(() -> new AddressBlock(address("10.0.0.1"), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("10.0.0.1/8 is not a block");
    }
}
