// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signs a person in on a device without a browser of its own (RFC 8628; admin.md 3.5).
///
/// First [#start], then show the person what it gives, then [#await]. Both block, and both stop at
/// once, with nothing left behind, when their thread is interrupted. Safe for many threads; each
/// sign-in is independent.
public final class DeviceFlow {
    /// How long codes are good when the provider does not say.
    static final Duration LIFETIME_DEFAULT = Duration.ofMinutes(15);

    /// The longest that a sign-in is waited for, whatever the provider says.
    static final Duration LIFETIME_MAX = Duration.ofHours(1);

    /// How often to ask when the provider does not say.
    static final Duration INTERVAL_DEFAULT = Duration.ofSeconds(5);

    /// How often to ask at most, also when the provider says zero.
    static final Duration INTERVAL_MIN = Duration.ofSeconds(1);

    private static final String DEVICE_URL = "device_url";

    private final ProviderHttp http;
    private final InstantSource clock;
    private final Pacer pacer;

    /// @param http the way to the provider
    /// @param clock dates the tokens
    /// @param pacer measures the codes' lifetime and waits between two polls
    public DeviceFlow(ProviderHttp http, InstantSource clock, Pacer pacer) {
        this.http = http;
        this.clock = clock;
        this.pacer = pacer;
    }

    /// Asks the provider for the codes (RFC 8628, section 3.1).
    public DeviceStart start(OAuthClient client) throws InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(client.parameters());
        form.putAll(client.identification());
        form.put(OAuthWords.SCOPE, client.signInScope());
        URI url = client.deviceUrl();
        return switch (ProviderAnswer.of(url, DEVICE_URL, http.post(url, form))) {
            case ProviderAnswer.Success(JsonObject members) -> started(url, members);
            case ProviderAnswer.OAuthError error -> new DeviceStart.Failed(error.sentence(url));
            case ProviderAnswer.Unavailable(String message) -> new DeviceStart.Failed(message);
            case ProviderAnswer.Nonsense(String message) -> new DeviceStart.Failed(message);
        };
    }

    /// Polls until the person has decided or the codes are over (RFC 8628, sections 3.4 and 3.5).
    /// Call it right after [#start]: the codes' lifetime is counted from here.
    public SignIn await(OAuthClient client, DeviceAuthorization authorization)
            throws InterruptedException {
        TokenEndpoint endpoint = new TokenEndpoint(http, client);
        PollSchedule schedule = new PollSchedule(authorization, pacer);
        boolean wasPending = false;
        String outage = null;
        while (schedule.awaitTurn()) {
            switch (endpoint.exchangeDeviceCode(authorization.deviceCode())) {
                case ProviderAnswer.Success(JsonObject members) -> {
                    return authorized(endpoint, members);
                }
                case ProviderAnswer.Unavailable(String message) -> {
                    outage = message;
                    schedule.backOff();
                }
                case ProviderAnswer.Nonsense(String message) -> {
                    return new SignIn.Failed(message);
                }
                case ProviderAnswer.OAuthError error -> {
                    switch (error.code()) {
                        case OAuthWords.AUTHORIZATION_PENDING -> schedule.answered();
                        case OAuthWords.SLOW_DOWN -> schedule.slowDown();
                        default -> {
                            return ended(endpoint, error, wasPending);
                        }
                    }
                    wasPending = true;
                    outage = null;
                }
            }
        }
        return outage == null
                ? new SignIn.Expired()
                : new SignIn.Failed(
                        outage + ", until the device code expired; run the command again later");
    }

    private SignIn authorized(TokenEndpoint endpoint, JsonObject members) {
        TokenSet tokens = TokenAnswer.tokens(members, clock.instant());
        return tokens == null
                ? new SignIn.Failed(endpoint.withoutAccessToken())
                : new SignIn.Authorized(tokens);
    }

    private static SignIn ended(
            TokenEndpoint endpoint, ProviderAnswer.OAuthError error, boolean wasPending) {
        return switch (error.code()) {
            case OAuthWords.ACCESS_DENIED, OAuthWords.AUTHORIZATION_DECLINED -> new SignIn.Denied();
            case OAuthWords.EXPIRED_TOKEN -> new SignIn.Expired();
            case OAuthWords.INVALID_GRANT, OAuthWords.BAD_VERIFICATION_CODE ->
                    wasPending
                            ? new SignIn.Expired()
                            : new SignIn.Failed(error.sentence(endpoint.url()));
            default -> new SignIn.Failed(error.sentence(endpoint.url()));
        };
    }

    private static DeviceStart started(URI url, JsonObject members) {
        String deviceCode = members.string(OAuthWords.DEVICE_CODE);
        String userCode = PrintableText.word(members.string(OAuthWords.USER_CODE));
        URI verificationUri = WebAddress.find(members.string(OAuthWords.VERIFICATION_URI));
        if (verificationUri == null) {
            verificationUri = WebAddress.find(members.string(OAuthWords.VERIFICATION_URL));
        }
        if (deviceCode == null || userCode.isEmpty() || verificationUri == null) {
            return new DeviceStart.Failed(
                    DEVICE_URL
                            + " "
                            + WebAddress.shown(url)
                            + " answered without device_code, user_code or a web address in"
                            + " verification_uri; check that it is the provider's device"
                            + " authorization endpoint");
        }
        String message = PrintableText.sentence(members.string(OAuthWords.MESSAGE));
        return new DeviceStart.Started(
                new DeviceAuthorization(
                        Secret.of(deviceCode),
                        userCode,
                        verificationUri,
                        WebAddress.find(members.string(OAuthWords.VERIFICATION_URI_COMPLETE)),
                        lifetime(members.seconds(OAuthWords.EXPIRES_IN)),
                        interval(members.seconds(OAuthWords.INTERVAL)),
                        message.isEmpty() ? null : message));
    }

    private static Duration lifetime(@Nullable Long seconds) {
        return seconds == null || seconds <= 0
                ? LIFETIME_DEFAULT
                : Duration.ofSeconds(Math.min(seconds, LIFETIME_MAX.toSeconds()));
    }

    private static Duration interval(@Nullable Long seconds) {
        return seconds == null
                ? INTERVAL_DEFAULT
                : Duration.ofSeconds(
                        Math.clamp(seconds, INTERVAL_MIN.toSeconds(), LIFETIME_MAX.toSeconds()));
    }
}
