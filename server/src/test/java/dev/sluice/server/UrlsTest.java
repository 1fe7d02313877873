// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false,http://127.0.0.1:8086",
        "0.0.0.0,false,http://localhost:8086",
        "0.0.0.0,true,https://localhost:8086",
        "::,false,http://localhost:8086",
        "::1,false,http://[0:0:0:0:0:0:0:1]:8086",
    })
    void isWhatAPersonTypes(String address, boolean tls, String url) throws UnknownHostException {
        assertThat(Urls.of(new InetSocketAddress(InetAddress.getByName(address), 8086), tls))
                .isEqualTo(url);
    }
}
