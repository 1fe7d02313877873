// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class HtmlFormTest {
    private static final String PAGE =
            """
            <form action="/search" method="get"></form>
            <form id="kc-form-login" class="form"
                  action="http://localhost/authenticate?code=a&amp;tab=b" method="post">
              <input id="username" name="username" type="text"/>
              <input type="hidden" id="id-hidden-input" name="credentialId" value="x&quot;y" />
              <input type="hidden" name="empty" />
            </form>
            """;

    @Test
    void findsAFormByItsId() {
        assertThat(HtmlForm.find(PAGE, "kc-form-login"))
                .isEqualTo(
                        new HtmlForm(
                                "http://localhost/authenticate?code=a&tab=b",
                                Map.of("credentialId", "x\"y", "empty", "")));
    }

    @Test
    void findsNoFormUnderAnotherId() {
        assertThat(HtmlForm.find(PAGE, "kc-form")).isNull();
    }

    @Test
    void findsTheFirstForm() {
        assertThat(HtmlForm.findFirst(PAGE)).isEqualTo(new HtmlForm("/search", Map.of()));
    }

    @Test
    void findsNoFormOnAPlainPage() {
        assertThat(HtmlForm.findFirst("<p>Device login successful</p>")).isNull();
    }

    @Test
    void readsWhatThePageComplainsAbout() {
        assertThat(
                        HtmlForm.feedback(
                                """
                                <span class="pf-m-error kc-feedback-text">
                                    Invalid username or password.
                                </span>
                                """))
                .isEqualTo("Invalid username or password.");
    }
}
