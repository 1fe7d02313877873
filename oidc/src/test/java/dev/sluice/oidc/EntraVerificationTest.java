// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static dev.sluice.oidc.VerifierRig.identity;
import static dev.sluice.oidc.VerifierRig.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.TokenDraft;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Admin.md 1.8.3.
final class EntraVerificationTest {
    private static final String TENANT = "11111111-aaaa-4bbb-8ccc-222222222222";
    private static final String OTHER_TENANT = "99999999-aaaa-4bbb-8ccc-222222222222";
    private static final String OBJECT_ID = "3b9d0f7e-0000-4000-8000-00000000abcd";
    private static final String KEYS = "/discovery/v2.0/keys";

    private final VerifierRig rig = new VerifierRig();

    @BeforeEach
    void publishKeys() {
        publish(TENANT, rig.provider.signer().jwk());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.windows.net/%s/",
                "https://login.microsoftonline.com/%s/v2.0",
                "https://login.microsoftonline.us/%s/v2.0",
                "https://login.partner.microsoftonline.cn/%s/v2.0"
            })
    @Conforms({"A-20", "A-21"})
    void takesBothVersionsAndTheSovereignClouds(String issuer) {
        String expected = String.format(Locale.ROOT, issuer, TENANT);

        assertThat(identity(verify(token().claim("iss", expected))).issuer()).isEqualTo(expected);
    }

    @Test
    @Conforms("A-23")
    void theUserIsTheObjectIdInLowerCase() {
        TokenDraft draft = token().claim("oid", OBJECT_ID.toUpperCase(Locale.ROOT));

        assertThat(identity(verify(draft)).subject()).isEqualTo(OBJECT_ID);
    }

    @Test
    void anObjectIdMeansNothingElsewhere() {
        String token = token().without("tid").sign(rig.provider.signer());

        assertThat(identity(rig.verifier().verify(token)).subject()).isEqualTo("pairwise");
    }

    @Test
    @Conforms("A-51")
    void refusesATokenWithoutObjectId() {
        assertThat(reason(verify(token().without("oid")))).isEqualTo("no_subject");
    }

    @Test
    @Conforms("A-22")
    void refusesTheIssuerOfAnotherTenant() {
        TokenDraft draft =
                token().claim("iss", "https://sts.windows.net/" + OTHER_TENANT + "/")
                        .claim("tid", OTHER_TENANT);

        assertThat(reason(verify(draft))).isEqualTo("bad_issuer");
    }

    @Test
    @Conforms("A-22")
    void refusesATenantThatTheIssuerDoesNotName() {
        assertThat(reason(verify(token().claim("tid", OTHER_TENANT)))).isEqualTo("bad_tenant");
        assertThat(reason(verify(token().claim("tid", 7)))).isEqualTo("bad_tenant");
    }

    @Test
    void takesATenantInCapitals() {
        identity(verify(token().claim("tid", TENANT.toUpperCase(Locale.ROOT))));
        identity(verifier(TENANT.toUpperCase(Locale.ROOT)).verify(sign(token())));
    }

    @Test
    void takesKeysWithoutAlgorithmAndWithAMatchingIssuerTemplate() {
        publish(TENANT, bareKey("https://login.microsoftonline.com/{tenantid}/v2.0"));

        identity(verify(token()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.windows.net/%s/",
                "https://login.microsoftonline.us/%s/v2.0",
                "https://login.partner.microsoftonline.cn/%s/v2.0"
            })
    @Conforms("A-20")
    void aKeyOfVersionTwoVerifiesTheTenantsOtherTokensToo(String issuer) {
        publish(TENANT, bareKey("https://login.microsoftonline.com/{tenantid}/v2.0"));

        identity(verify(token().claim("iss", String.format(Locale.ROOT, issuer, TENANT))));
        identity(
                verify(
                        token().claim("iss", String.format(Locale.ROOT, issuer, TENANT))
                                .claim("tid", TENANT.toUpperCase(Locale.ROOT))));
    }

    @Test
    void refusesAKeyWhoseIssuerIsNotMicrosofts() {
        publish(TENANT, bareKey("https://attacker.example/{tenantid}/v2.0"));

        assertThat(reason(verify(token()))).isEqualTo("bad_issuer");
    }

    @Test
    void refusesAKeyOfAnotherIssuer() {
        publish(TENANT, bareKey("https://login.microsoftonline.com/" + OTHER_TENANT + "/v2.0"));

        assertThat(reason(verify(token()))).isEqualTo("bad_issuer");
    }

    @Test
    void refusesAnIssuerTemplateThatTheTenantDoesNotFill() {
        publish(TENANT, bareKey("https://login.microsoftonline.com/{tenantid}/v2.0"));

        assertThat(reason(verify(token().without("tid")))).isEqualTo("bad_issuer");
    }

    @Test
    void aTenantGivenAsADomainIsResolvedOnce() {
        publish("contoso.example", rig.provider.signer().jwk());
        String discovery = "/contoso.example/v2.0/.well-known/openid-configuration";
        rig.provider.answer(
                discovery,
                ScriptedAnswer.json(
                        200,
                        Map.of("issuer", "https://login.microsoftonline.com/" + TENANT + "/v2.0")));
        TokenVerifier verifier = verifier("contoso.example");

        identity(verifier.verify(sign(token())));
        rig.clock.advance(Duration.ofMinutes(2));
        assertThat(reason(verifier.verify(sign(token().header("kid", "other")))))
                .isEqualTo("unknown_key");

        assertThat(rig.provider.requests("/contoso.example" + KEYS)).isEqualTo(2);
        assertThat(rig.provider.requests(discovery)).isEqualTo(1);
        assertThat(reason(verifier.verify(sign(token().claim("tid", OTHER_TENANT)))))
                .isEqualTo("bad_tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "organizations", "consumers"})
    @Conforms("A-24")
    void keysOfAllTenantsAreOfNoUseWithoutAnIssuer(String segment) {
        publish(segment, rig.provider.signer().jwk());
        rig.provider.answer(
                "/" + segment + "/v2.0/.well-known/openid-configuration",
                ScriptedAnswer.json(
                        200,
                        Map.of("issuer", "https://login.microsoftonline.com/{tenantid}/v2.0")));

        Verification verification = verifier(segment).verify(sign(token()));

        assertThat(verification).isInstanceOf(Verification.KeysUnavailable.class);
        assertThat(verification.toString()).contains("set admin.issuer");
    }

    @Test
    void aConfiguredIssuerNeedsNoTenant() {
        ProviderSettings settings =
                new ProviderSettings(
                        "azure",
                        rig.provider.keysUrl(),
                        Set.of("https://login.microsoftonline.com/" + TENANT + "/v2.0"),
                        Set.of(),
                        false,
                        Duration.ZERO);

        identity(rig.verifier(settings).verify(sign(token())));
    }

    private static Map<String, Object> bare(Map<String, Object> jwk, String issuer) {
        jwk.remove("alg");
        jwk.put("issuer", issuer);
        return jwk;
    }

    private Map<String, Object> bareKey(String issuer) {
        return bare(rig.provider.signer().jwk(), issuer);
    }

    private void publish(String tenant, Map<String, Object> jwk) {
        rig.provider.answer(
                "/" + tenant + KEYS, ScriptedAnswer.json(200, Map.of("keys", List.of(jwk))));
    }

    private TokenVerifier verifier(String tenant) {
        URI keys = rig.provider.keysUrl().resolve("/" + tenant + KEYS);
        if (!tenant.equals(tenant.toLowerCase(Locale.ROOT))) {
            publish(tenant, rig.provider.signer().jwk());
        }
        return rig.verifier(rig.settings("azure", keys));
    }

    private TokenDraft token() {
        return rig.provider
                .accessToken()
                .without("typ")
                .claim("iss", "https://login.microsoftonline.com/" + TENANT + "/v2.0")
                .claim("tid", TENANT)
                .claim("oid", OBJECT_ID)
                .claim("sub", "pairwise")
                .claim("ver", "2.0");
    }

    private String sign(TokenDraft draft) {
        return draft.sign(rig.provider.signer());
    }

    private Verification verify(TokenDraft draft) {
        return verifier(TENANT).verify(sign(draft));
    }
}
