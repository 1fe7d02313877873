// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/// A sign-in as a person does it, in a real browser: enter the code, sign in, agree, read that it
/// is done, while `influxctl` waits.
@ExtendWith(Provider.Extension.class)
final class BrowserSignInTest {
    private static final Person LISTED =
            new Person("clara", "Clara", "Clayton", Secret.of("password-of-clara"));

    @Test
    void signsInWithARealBrowserWhileInfluxctlWaits(
            Provider provider, @TempDir Path directory, @TempDir Path home, @TempDir Path profile)
            throws IOException, InterruptedException {
        Realm realm = provider.realm("browser");
        var user = new User(provider.admit(realm, LISTED), "Clara", "Clayton", "clara@example.com");
        var administration = new Administration(realm.jwksEndpoint(), List.of(user));
        var pages = new ArrayList<String>();
        try (ChromiumBrowser browser = ChromiumBrowser.start(profile);
                Cluster cluster = Cluster.start(directory, administration, "")) {

            Result result =
                    People.influxctl(home, cluster, realm)
                            .run(
                                    address -> signIn(browser, address, pages),
                                    List.of("token", "list"));

            assertThat(pages).hasSize(4);
            assertThat(pages.get(0)).contains("Enter the code");
            assertThat(pages.get(1)).contains("Sign in to your account");
            assertThat(pages.get(2)).contains("Grant Access to influxctl");
            assertThat(pages.get(3)).contains("Device Login Successful");
            assertThat(result.status()).as(result.talk()).isZero();
            assertThat(result.output()).contains("DESCRIPTION");
        }
    }

    /// Goes to the address without the code in it and types the code, as somebody does who reads it
    /// off another screen.
    private static void signIn(ChromiumBrowser browser, URI complete, List<String> pages) {
        String address = complete.toString();
        int query = address.indexOf('?');
        browser.open(address.substring(0, query));
        browser.type(By.name("device_user_code"), complete.getQuery().replace("user_code=", ""));
        pages.add(browser.text());
        browser.press(By.id("kc-login"));
        browser.type(By.id("username"), LISTED.username());
        browser.type(By.id("password"), LISTED.password().reveal());
        pages.add(browser.text());
        browser.press(By.id("kc-login"));
        browser.awaitElement(By.name("accept"));
        pages.add(browser.text());
        browser.press(By.name("accept"));
        browser.awaitElement(By.id("kc-info-message"));
        pages.add(browser.text());
    }
}
