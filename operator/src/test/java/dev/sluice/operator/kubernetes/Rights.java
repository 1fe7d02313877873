// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the Roles of a namespace let an account do there. Nothing is allowed elsewhere.
///
/// @param namespace the only one
/// @param rules any of them allows
record Rights(String namespace, List<PolicyRule> rules) {
    private static final Pattern PATH =
            Pattern.compile(
                    "/(?:api|apis/(?<group>[^/]+))/[^/]+/namespaces/(?<namespace>[^/]+)/(?<resource>[^/]+)"
                            + "(?:/(?<name>[^/]+)(?<sub>/[^/]+)?)?");
    private static final Map<String, String> VERBS =
            Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    /// Those of an account, as they are now.
    static Rights of(KubernetesClient client, String namespace, String account) {
        List<RoleBinding> bindings =
                client.rbac().roleBindings().inNamespace(namespace).list().getItems();
        return new Rights(
                namespace,
                bindings.stream()
                        .filter(binding ->
                                binding.getSubjects().stream()
                                        .anyMatch(subject ->
                                                subject.getKind().equals("ServiceAccount")
                                                        && subject.getName().equals(account)
                                                        && subject.getNamespace()
                                                                .equals(namespace)))
                        .map(binding -> role(client, namespace, binding))
                        .flatMap(role -> role.getRules().stream())
                        .toList());
    }

    private static Role role(KubernetesClient client, String namespace, RoleBinding binding) {
        return client.rbac()
                .roles()
                .inNamespace(namespace)
                .withName(binding.getRoleRef().getName())
                .require();
    }

    /// Whether a request is allowed.
    ///
    /// @param path with its query
    boolean allow(String method, String path) {
        String[] parts = path.split("\\?", 2);
        Matcher matcher = PATH.matcher(parts[0]);
        if (!matcher.matches() || !matcher.group("namespace").equals(namespace)) {
            return false;
        }
        String name = matcher.group("name");
        String sub = matcher.group("sub");
        String verb = VERBS.get(method);
        if (verb == null) {
            boolean watches = parts.length > 1 && parts[1].contains("watch=true");
            verb = watches ? "watch" : name == null ? "list" : "get";
        }
        String group = matcher.group("group") == null ? "" : matcher.group("group");
        String resource = matcher.group("resource") + (sub == null ? "" : sub);
        return allow(verb, group, resource, name == null ? "" : name);
    }

    private boolean allow(String verb, String group, String resource, String name) {
        return rules.stream()
                .anyMatch(rule ->
                        rule.getVerbs().contains(verb)
                                && rule.getApiGroups().contains(group)
                                && rule.getResources().contains(resource)
                                && (rule.getResourceNames().isEmpty()
                                        || rule.getResourceNames().contains(name)));
    }
}
