// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Plays the person in front of Keycloak's own sign-in pages, without a browser: opens the address
/// that a device shows, fills in the sign-in form, answers the consent form.
///
/// One object is one person with one set of cookies; not safe for several threads.
public final class SignInPages {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final int REDIRECTS_MAX = 10;
    private static final String SIGN_IN_FORM = "kc-form-login";

    private final HttpClient http;

    /// Kept by hand: Keycloak marks its cookies `Secure` even on a loopback address without TLS.
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /// @param http must not follow redirects, since cookies come with them
    public SignInPages(HttpClient http) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client follows redirects by itself");
        }
        this.http = http;
    }

    /// Signs in and grants the device what it asks for.
    ///
    /// @param verification the complete verification address, with the user code in it
    /// @throws dev.sluice.model.ProblemException *unavailable* when a page is not what it should
    ///   be, such as the sign-in form once more after a wrong password
    public void approve(URI verification, Person person) throws IOException, InterruptedException {
        answerConsent(signIn(verification, person), Map.of("accept", "Yes"));
    }

    /// Signs in and denies the device what it asks for.
    public void deny(URI verification, Person person) throws IOException, InterruptedException {
        answerConsent(signIn(verification, person), Map.of("cancel", "No"));
    }

    private Page signIn(URI verification, Person person) throws IOException, InterruptedException {
        Page page = open(HttpRequest.newBuilder(verification).GET(), verification);
        HtmlForm form = HtmlForm.find(page.html(), SIGN_IN_FORM);
        if (form == null) {
            throw unexpected("the sign-in page", page);
        }
        Secret password = person.password();
        Page next =
                submit(
                        page,
                        form,
                        Map.of("username", person.username(), "password", password.reveal()));
        if (HtmlForm.find(next.html(), SIGN_IN_FORM) != null) {
            throw unexpected("a page after the password of " + person.username(), next);
        }
        return next;
    }

    private void answerConsent(Page page, Map<String, String> answer)
            throws IOException, InterruptedException {
        HtmlForm form = HtmlForm.findFirst(page.html());
        if (form == null) {
            throw unexpected("the consent page", page);
        }
        submit(page, form, answer);
    }

    private Page submit(Page page, HtmlForm form, Map<String, String> answers)
            throws IOException, InterruptedException {
        Map<String, String> fields = new LinkedHashMap<>(form.hiddenFields());
        fields.putAll(answers);
        URI target = page.address().resolve(form.action());
        return open(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(KeycloakAdmin.form(fields))),
                target);
    }

    private Page open(HttpRequest.Builder request, URI address)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        URI at = address;
        for (int redirects = 0; answer.statusCode() / 100 == 3; redirects++) {
            String location = answer.headers().firstValue("Location").orElse("");
            if (location.isEmpty() || redirects == REDIRECTS_MAX) {
                throw unexpected("an end of redirects", new Page(at, answer.statusCode(), ""));
            }
            at = at.resolve(location);
            answer = send(HttpRequest.newBuilder(at).GET());
        }
        Page page = new Page(at, answer.statusCode(), answer.body());
        if (answer.statusCode() != 200) {
            throw unexpected("a page with status 200", page);
        }
        return page;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer =
                http.send(request.timeout(ANSWER_PATIENCE).build(), BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        String name = pair.substring(0, equals);
        String value = pair.substring(equals + 1);
        if (value.isEmpty() || setCookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    private static RuntimeException unexpected(String expected, Page page) {
        return Problem.unavailable(
                        "sign_in_page_unexpected",
                        "expected %s at %s, got status %d: %s"
                                .formatted(
                                        expected,
                                        page.address().getPath(),
                                        page.status(),
                                        HtmlForm.feedback(page.html())))
                .asException();
    }

    private record Page(URI address, int status, String html) {}
}
