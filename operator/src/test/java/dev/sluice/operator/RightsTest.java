// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.operator.reconcile.ManagedKind;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rights that the chart gives are those that the operator uses.
final class RightsTest {
    private static final String VALUES =
            """
            catalog: {dsn: {SecretName: catalog, SecretKey: dsn}}
            objectStore: {bucket: plant, s3: {region: eu-central-1}}
            admin: {enabled: false}
            """;
    private static final Set<String> VERBS =
            Set.of("get", "list", "watch", "create", "patch", "delete");

    @TempDir private Path directory;

    private Role role(String values) {
        return new Chart(directory, "influxdb").object("Role", Role.class, values);
    }

    private static Set<String> full(Role role) {
        return role.getRules().stream()
                .filter(rule -> Set.copyOf(rule.getVerbs()).equals(VERBS))
                .flatMap(RightsTest::resources)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static java.util.stream.Stream<String> resources(PolicyRule rule) {
        return rule.getResources().stream()
                .map(resource -> rule.getApiGroups().getFirst() + "/" + resource);
    }

    @Test
    void everyManagedKindCanBeAppliedListedAndDeleted() {
        Set<String> managed =
                Arrays.stream(ManagedKind.values())
                        .map(kind -> kind.group() + "/" + kind.plural())
                        .collect(Collectors.toCollection(TreeSet::new));
        managed.add("route.openshift.io/routes/custom-host");

        assertThat(full(role(VALUES))).isEqualTo(managed);
    }

    @Test
    void nothingMoreIsAllowed() {
        List<String> other =
                role(VALUES).getRules().stream()
                        .filter(rule -> !Set.copyOf(rule.getVerbs()).equals(VERBS))
                        .map(rule -> resources(rule).toList() + " " + rule.getVerbs())
                        .toList();

        assertThat(other)
                .containsExactly(
                        "[kubecfg.dev/appinstances] [get, list, watch, patch]",
                        "[kubecfg.dev/appinstances/status] [get, patch]",
                        "[/secrets] [update]");
        assertThat(role("kubitSingleNamespace: true\n" + VALUES).getRules())
                .noneMatch(rule -> rule.getApiGroups().contains("kubecfg.dev"));
    }

    @Test
    void theOperatorKnowsItsNamespaceItsImageAndItsSource() {
        JsonNode container =
                new Chart(directory, "plant")
                        .object("Deployment", JsonNode.class, VALUES)
                        .at("/spec/template/spec/containers/0");

        assertThat(container.get("args").toString())
                .isEqualTo("[\"run\",\"--source=appinstances\"]");
        assertThat(container.get("env").toString())
                .contains("{\"name\":\"KUBIT_WATCHED_NAMESPACE\",\"value\":\"plant\"}")
                .contains(
                        "{\"name\":\"SLUICE_OPERATOR_IMAGE\",\"value\":"
                                + container.get("image")
                                + "}");
    }
}
