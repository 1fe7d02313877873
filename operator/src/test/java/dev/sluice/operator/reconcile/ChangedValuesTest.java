// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.Resources;
import dev.sluice.operator.kubernetes.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Values that stand in Secrets, which somebody edits in place: pods that were started with them
/// start again, and for nothing else.
final class ChangedValuesTest {
    private static final String SETTINGS =
            """
            objectStore:
              s3:
                accessKey: {valueFrom: {configMapKeyRef: {name: s3, key: id}}}
                secretKey: {valueFrom: {secretKeyRef: {name: s3, key: secret}}}
            resources: {router: {requests: {replicas: 1}}}
            """;
    private static final String SERVER = "StatefulSet/iox-shared-ingester";
    private static final String ROUTER = "Deployment/global-router";
    private static final String KEPT = "Secret/sluice-value-changes";

    private final Passes passes = new Passes();
    private final ApiServer api = passes.api();

    @BeforeEach
    void install() {
        secret("catalog", "dsn", "postgres://a:hunter2@b/c");
        secret("s3", "secret", "hunter2");
        configMap("AKIA");
        api.apply(Resources.with(Passes.ADMIN, SETTINGS));
        passes.run();
    }

    @AfterEach
    void stop() {
        passes.close();
    }

    private void secret(String name, String key, String value) {
        api.client()
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName(name)
                                .endMetadata()
                                .addToData(key, base64(value))
                                .build())
                .forceConflicts()
                .serverSideApply();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void configMap(String id) {
        api.client()
                .resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withNamespace(api.namespace())
                                .withName("s3")
                                .endMetadata()
                                .addToData("id", id)
                                .build())
                .forceConflicts()
                .serverSideApply();
    }

    /// What a pass changes of the operator's own.
    private Map<String, String> pass() {
        Map<String, JsonNode> before = api.objects();
        assertThat(passes.run()).isNull();
        return Passes.difference(before, api.objects());
    }

    @Test
    void nothingChangesByLookingAgain() {
        assertThat(api.objects()).containsKey(KEPT);
        assertThat(pass()).isEmpty();

        secret("catalog", "dsn", "postgres://a:hunter2@b/c");
        api.apply(Resources.with(Passes.ADMIN, SETTINGS));
        assertThat(pass()).isEmpty();
    }

    @Test
    void anotherPasswordStartsAllPodsAgainThatHaveIt() {
        secret("catalog", "dsn", "postgres://a:hunter3@b/c");

        assertThat(pass()).containsOnly(changed(KEPT), changed(SERVER), changed(ROUTER));
        assertThat(passes.log().lines())
                .containsExactlyInAnyOrder(
                        KEPT + " changed", SERVER + " changed", ROUTER + " changed");
        assertThat(pass()).isEmpty();
    }

    @Test
    void anotherKeyStartsThePodsAgainThatHaveFiles() {
        secret("s3", "secret", "hunter3");
        assertThat(pass()).containsOnly(changed(KEPT), changed(SERVER));

        configMap("AKIB");
        assertThat(pass()).containsOnly(changed(KEPT), changed(SERVER));
    }

    private static Map.Entry<String, String> changed(String name) {
        return Map.entry(name, "~");
    }

    @Test
    void aValueInTheAppInstanceItselfDoesSoToo() {
        String own = "catalog: {dsn: {valueFrom: null, value: 'postgres://a:%s@b/c'}}";
        api.apply(Resources.with(Passes.ADMIN, SETTINGS, own.formatted("one")));
        passes.run();

        api.apply(Resources.with(Passes.ADMIN, SETTINGS, own.formatted("two")));

        assertThat(pass())
                .containsOnly(
                        changed("Secret/sluice-credentials"),
                        changed(KEPT),
                        changed(SERVER),
                        changed(ROUTER));
    }

    @Test
    void aLabelOrAnotherKeyOfTheSecretStartsNothing() {
        api.client()
                .secrets()
                .inNamespace(api.namespace())
                .withName("catalog")
                .edit(there -> {
                    Map<String, String> data = new HashMap<>(there.getData());
                    data.put("note", base64("by hand"));
                    there.setData(data);
                    there.getMetadata().setLabels(Map.of("team", "plant"));
                    return there;
                });

        assertThat(pass()).isEmpty();
    }

    /// No pod ends while a Secret is deleted and made again.
    @Test
    void aSecretThatIsGoneStartsNothing() {
        api.client().secrets().inNamespace(api.namespace()).withName("catalog").delete();
        assertThat(pass()).isEmpty();

        secret("catalog", "dsn", "postgres://a:hunter2@b/c");
        assertThat(pass()).isEmpty();
        api.client().secrets().inNamespace(api.namespace()).withName("catalog").delete();
        assertThat(pass()).isEmpty();

        secret("catalog", "dsn", "postgres://a:hunter3@b/c");
        assertThat(pass()).containsOnly(changed(KEPT), changed(SERVER), changed(ROUTER));
    }

    /// Servers follow the files of the pair as they run.
    @Test
    void theKeyPairOfTheAdminTokenStartsNothing() {
        secret("rsa-keys", "privateKey", "one");
        assertThat(pass()).isEmpty();
        secret("rsa-keys", "privateKey", "two");
        assertThat(pass()).isEmpty();
    }

    @Test
    void whatIsKeptIsNowhereElse() {
        secret("catalog", "dsn", "postgres://a:hunter3@b/c");
        passes.run();
        JsonNode data = api.object(KEPT).get("data");
        String kept =
                new String(
                        Base64.getDecoder().decode(data.get("changes.json").asText()),
                        StandardCharsets.UTF_8);
        JsonNode seen = Serialization.unmarshal(kept, JsonNode.class);
        String others =
                api.objects().entrySet().stream()
                                .filter(object -> !object.getKey().startsWith("Secret/"))
                                .map(Object::toString)
                                .collect(Collectors.joining())
                        + passes.status();

        assertThat(seen).hasSize(3);
        assertThat(kept).doesNotContain("hunter", "AKIA");
        assertThat(others).doesNotContain("hunter").doesNotContain(base64("hunter2"));
        assertThat(seen)
                .allSatisfy(value ->
                        assertThat(others).doesNotContain(value.get("fingerprint").asText()));
        assertThat(
                        api.object(SERVER)
                                .at("/spec/template/metadata/annotations")
                                .get("sluice.dev/credentials")
                                .asText())
                .isEqualTo("INFLUXDB_IOX_CATALOG_DSN=1");
    }
}
