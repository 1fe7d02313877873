// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.operator.Resources;
import dev.sluice.operator.appinstance.SpecReader.Reading;
import dev.sluice.testkit.Conforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read of an AppInstance, and what is refused with which words.
final class SpecReaderTest {
    private static AppInstanceSpec read(AppInstance instance) {
        Reading reading = SpecReader.read(instance.getSpec());
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).spec();
    }

    private static String refusal(JsonNode spec) {
        Reading reading = SpecReader.read(spec);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void readsTheShippedExamples(String provider) {
        AppInstanceSpec spec = read(Resources.shipped(provider + "-appinstance.yaml"));

        assertThat(spec.imagePullSecrets())
                .containsExactly(new AppInstanceSpec.Named("gar-docker-secret"));
        assertThat(spec.content().spec().admin()).isNotNull();
        assertThat(spec.pause()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{componets: {}} | spec.package.spec.componets is not a setting; known here: admin, c",
                "{components: {compactr: {}}} | spec.package.spec.components: compactr is not known here",
                "{resources: {querier: {request: {}}}} | spec.package.spec.resources.querier.request is",
                "{catalog: null} | spec.package.spec: catalog is required",
                "{catalog: {dsn: {valueFrom: null}}} | spec.package.spec.catalog.dsn: give exactly one of value and",
                "{objectStore: {bucket: ' '}} | spec.package.spec.objectStore: bucket is required",
                "{objectStore: {region: x}} | spec.package.spec.objectStore: endpoint, allowHttp",
                "{objectStore: {azure: {}}} | spec.package.spec.objectStore.azure: accessKey is required",
                "{ingesterStorage: {storage: null}} | spec.package.spec.ingesterStorage: storage is req",
                "{featureFlags: [clusterAuth]} | spec.package.spec.featureFlags[0]: clusterAuth is not known here",
                "{resources: {garbage-collector: {requests: {replicas: 2}}}} | spec.package.spec: resources.garbage-collector.requests.replicas must be 1",
                "{featureFlags: [separateRoles]} | spec.package.spec.featureFlags[0]: separateRoles is not known here",
                "{featureFlags: [singleProcess]} | spec.package.spec.featureFlags[0]: singleProcess is not known here",
                "{resources: {querier: {requests: {replicas: -1}}}} | spec.package.spec.resources.querier.requests: replicas must",
                "{components: {router: {template: {containers: {iox: {env: {A: 1}}}}}}} | spec.package.spec.components.router.template.containers.iox.env.A is of the wrong form",
                "{hostingEnvironment: {aws: {}, openshift: {}}} | spec.package.spec.hostingEnvironment: give one of",
                "{ingress: {template: {apiVersion: v1, kind: Ingress}}} | spec.package.spec.ingress.template: apiVersion and kind must be",
                "{egress: {customCertificates: {valueFrom: {}}}} | spec.package.spec.egress.customCertificates.valueFrom: configMapKeyRef is",
                "{sluice: {http: {tlsCertificateFile: /a, tlsKeyFile: /b}}} | spec.package.spec: sluice.http.tlsCertificateFile names a file that no pod has: give a Secret in ingress.tlsSecretName",
                "{sluice: {http: {tlsKeyFile: /b}}} | spec.package.spec: sluice.http.tlsKeyFile names a file that no pod has",
                "{sluice: {egress: {certificateFile: /a}}} | spec.package.spec: sluice.egress.certificateFile names a file that no pod has: give a ConfigMap in egress.customCertificates",
                "{components: {router: {template: {containers: {iox: {env: {SLUICE_HTTP_TLS_KEY_FILE: /b}}}}}}} | spec.package.spec: components.router.template.containers.iox.env.SLUICE_HTTP_TLS_KEY_FILE names a file that no pod has: give a Secret in ingress.tlsSecretName",
                "{egress: {customCertificates: {valueFrom: {configMapKeyRef: {name: a, key: b}}}}, components: {common: {template: {containers: {iox: {env: {SLUICE_EGRESS_CERTIFICATE_FILE: /a}}}}}}} | spec.package.spec: components.common.template.containers.iox.env.SLUICE_EGRESS_CERTIFICATE_FILE names a file that no pod has",
                "{admin: {usres: []}} | spec.package.spec.admin.usres is not a setting; known here: acceptIdTokens,",
                "{admin: {internalSigningKey: {id: {value: a}}}} | spec.package.spec.admin.internalSigningKey: privateKey is required",
            })
    void tellsAMistakeByItsKey(String settings, String message) {
        assertThat(refusal(Resources.with(settings).getSpec())).startsWith(message);
    }

    @Test
    @Conforms("A-190")
    void takesOnePullSecretOrNone() {
        AppInstance instance = Resources.with();
        ObjectNode spec = (ObjectNode) instance.getSpec();

        assertThat(read(instance).imagePullSecrets()).isEmpty();
        spec.set("imagePullSecrets", Resources.yaml("[{name: a}, {name: b}]"));
        assertThat(refusal(spec))
                .isEqualTo("spec: imagePullSecrets must have exactly one entry, or be left out");
        spec.set("imagePullSecrets", Resources.yaml("[]"));
        assertThat(refusal(spec)).contains("imagePullSecrets must have exactly one entry");
        spec.set("imagePullSecrets", Resources.yaml("null"));
        assertThat(read(instance).imagePullSecrets()).isEmpty();
    }

    @Test
    void aSpecMustBeThere() {
        assertThat(SpecReader.read(null)).isEqualTo(new Reading.Refused("spec is required"));
    }

    @Test
    void neverRepeatsASecret() {
        AppInstance instance =
                Resources.with(
                        "{catalog: {dsn: {value: 'postgres://a:hidden@b/c',"
                                + " valueFrom: {secretKeyRef: {name: a, key: b}}}}}");

        assertThat(refusal(instance.getSpec())).doesNotContain("hidden");
        assertThat(
                        read(Resources.with(
                                        "{catalog: {dsn: {valueFrom: null,"
                                                + " value: 'postgres://a:hidden@b/c'}}}"))
                                .toString())
                .doesNotContain("hidden");
    }
}
