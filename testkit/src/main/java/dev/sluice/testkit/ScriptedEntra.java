// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Makes a [StubIdentityProvider] behave like one tenant of Microsoft Entra ID: its addresses, its
/// answers, its keys and its tokens of both versions, as Microsoft's public documentation has them
/// (admin.md 1.8.3). Its tokens are issued in Microsoft's name, since that is what a cluster
/// demands.
public final class ScriptedEntra {
    /// The tenant.
    public static final String ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

    /// The registered application.
    public static final String CLIENT_ID = "6731de76-14a6-49ae-97bc-6eba6914391e";

    /// The user of its tokens, as the list of administrators names them.
    public static final String OBJECT_ID = "3b9d5e3a-1111-2222-3333-444455556666";

    /// The same user's `sub`, which differs from application to application.
    public static final String PAIRWISE = "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ";

    /// What the person reads.
    public static final String MESSAGE =
            "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and"
                    + " enter the code GJLPTVBDM to authenticate.";

    /// The issuer of its tokens of version 2.0, with a place for the tenant's ID.
    private static final String VERSION_2 = "https://login.microsoftonline.com/%s/v2.0";

    private static final int LIFE_SECONDS = 3_599;

    private final StubIdentityProvider provider;
    private final String segment;
    private final URI root;

    private ScriptedEntra(StubIdentityProvider provider, String segment) {
        this.provider = provider;
        this.segment = segment;
        this.root = provider.keysUrl().resolve("/" + segment + "/");
    }

    /// Takes a provider over.
    ///
    /// @param segment what stands for the tenant in its addresses: [#ID], or a domain name
    /// @param intervalSeconds what it tells devices to wait between two polls
    public static ScriptedEntra on(
            StubIdentityProvider provider, String segment, int intervalSeconds) {
        var tenant = new ScriptedEntra(provider, segment);
        provider.answer(
                tenant.path("v2.0/.well-known/openid-configuration"),
                new ScriptedAnswer.Reply(200, "application/json", tenant.discovery()));
        provider.answer(
                tenant.path("discovery/v2.0/keys"),
                ScriptedAnswer.json(200, Map.of("keys", List.of(tenant.key()))));
        provider.answer(
                tenant.path("oauth2/v2.0/devicecode"),
                ScriptedAnswer.json(200, device(intervalSeconds)));
        tenant.issue(tenant.sign(tenant.version2()));
        return tenant;
    }

    /// Host and port, where the documentation has `login.microsoftonline.com`.
    public String host() {
        return root.getAuthority();
    }

    /// The path of an address below the tenant, such as `oauth2/v2.0/token`.
    public String path(String below) {
        return root.getPath() + below;
    }

    /// The address of a path below the tenant.
    public URI url(String below) {
        return root.resolve(below);
    }

    /// The next answers of the token endpoint.
    public void scriptPolls(ScriptedAnswer... answers) {
        provider.script(path("oauth2/v2.0/token"), answers);
    }

    /// From now on issues this access token. Nothing comes with it: `/.default` is no scope
    /// `offline_access` and no `openid`.
    public void issue(String accessToken) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("token_type", "Bearer");
        members.put("scope", CLIENT_ID + "/.default");
        members.put("expires_in", LIFE_SECONDS);
        members.put("ext_expires_in", LIFE_SECONDS);
        members.put("access_token", accessToken);
        provider.answer(path("oauth2/v2.0/token"), ScriptedAnswer.json(200, members));
    }

    /// The person has not decided yet.
    public static ScriptedAnswer pending() {
        return error(
                "authorization_pending",
                "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending.",
                70_016);
    }

    /// The person said no.
    public static ScriptedAnswer declined() {
        return error(
                "authorization_declined",
                "AADSTS70000: The user declined the request to authorize the device.",
                70_000);
    }

    /// The code is over, or is no code.
    public static ScriptedAnswer badCode() {
        return error("bad_verification_code", "AADSTS501491: Invalid device code.", 501_491);
    }

    /// A token as an application gets it whose manifest says `requestedAccessTokenVersion: 2`.
    public TokenDraft version2() {
        return token("2.0")
                .claim("aud", CLIENT_ID)
                .claim("iss", VERSION_2.formatted(ID))
                .claim("azp", CLIENT_ID)
                .claim("azpacr", "0")
                .claim("preferred_username", "mcfly@contoso.example");
    }

    /// A token as an application gets it whose manifest says nothing: version 1.0, also from the
    /// token endpoint of version 2.0.
    public TokenDraft version1() {
        return token("1.0")
                .claim("aud", "api://" + CLIENT_ID)
                .claim("iss", "https://sts.windows.net/" + ID + "/")
                .claim("appid", CLIENT_ID)
                .claim("appidacr", "0")
                .claim("upn", "mcfly@contoso.example")
                .claim("unique_name", "mcfly@contoso.example");
    }

    /// Signs with the key that all tenants share.
    public String sign(TokenDraft draft) {
        return draft.sign(provider.signer());
    }

    /// The discovery document as Microsoft publishes it, with this machine in its addresses and
    /// Microsoft in its issuer.
    private String discovery() {
        try (InputStream resource =
                ScriptedEntra.class.getResourceAsStream("entra-discovery.json")) {
            String text = new String(Objects.requireNonNull(resource).readAllBytes(), UTF_8);
            String issuer = VERSION_2.formatted("AZURE_TENANT_ID");
            return text.replace("https://login.microsoftonline.com/", "http://" + host() + "/")
                    .replace(
                            issuer.replace("https://login.microsoftonline.com", "http://" + host()),
                            VERSION_2.formatted(ID))
                    .replace("AZURE_TENANT_ID", segment);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Map<String, Object> key() {
        Map<String, Object> jwk = provider.signer().jwk();
        jwk.remove("alg");
        jwk.put("x5t", jwk.get("kid"));
        jwk.put("issuer", VERSION_2.formatted("{tenantid}"));
        return jwk;
    }

    private TokenDraft token(String version) {
        return provider.accessToken()
                .without("typ")
                .without("azp")
                .without("preferred_username")
                .claim("sub", PAIRWISE)
                .claim("oid", OBJECT_ID)
                .claim("tid", ID)
                .claim("scp", "user_impersonation")
                .claim("ver", version);
    }

    private static Map<String, Object> device(int intervalSeconds) {
        return Map.of(
                "device_code",
                "device-code-of-entra",
                "user_code",
                "GJLPTVBDM",
                "verification_uri",
                "https://microsoft.com/devicelogin",
                "expires_in",
                900,
                "interval",
                intervalSeconds,
                "message",
                MESSAGE);
    }

    private static ScriptedAnswer error(String code, String description, int number) {
        return ScriptedAnswer.json(
                400,
                Map.of(
                        "error",
                        code,
                        "error_description",
                        description,
                        "error_codes",
                        List.of(number),
                        "timestamp",
                        "2026-03-01 12:00:00Z",
                        "trace_id",
                        "ab0c1d2e-0000-4000-8000-000000000001",
                        "correlation_id",
                        "ab0c1d2e-0000-4000-8000-000000000002",
                        "error_uri",
                        "https://login.microsoftonline.com/error?code=" + number));
    }
}
