// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Kubernetes' standard "restricted" has against a pod, as far as such pods are made here.
final class RestrictedPods {
    private RestrictedPods() {}

    /// Each offence; none for a pod that is admitted.
    static List<String> problems(PodSpec pod) {
        PodSecurityContext context =
                Objects.requireNonNullElse(pod.getSecurityContext(), new PodSecurityContext());
        List<String> problems = new ArrayList<>();
        if (Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
                .anyMatch(Boolean.TRUE::equals)) {
            problems.add("host namespaces");
        }
        if (!pod.getVolumes().stream().allMatch(RestrictedPods::isAllowed)) {
            problems.add("restricted volume types");
        }
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .forEach(container -> check(container, context, problems));
        return problems;
    }

    private static boolean isAllowed(Volume volume) {
        return Stream.of(
                        volume.getConfigMap(),
                        volume.getEmptyDir(),
                        volume.getPersistentVolumeClaim(),
                        volume.getProjected(),
                        volume.getSecret())
                .anyMatch(Objects::nonNull);
    }

    private static void check(Container container, PodSecurityContext pod, List<String> problems) {
        SecurityContext own =
                Objects.requireNonNullElse(container.getSecurityContext(), new SecurityContext());
        if (!Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())) {
            problems.add("allowPrivilegeEscalation != false");
        }
        Capabilities capabilities = own.getCapabilities();
        if (capabilities == null
                || !capabilities.getDrop().contains("ALL")
                || !capabilities.getAdd().isEmpty()) {
            problems.add("unrestricted capabilities");
        }
        if (!Boolean.TRUE.equals(either(own.getRunAsNonRoot(), pod.getRunAsNonRoot()))) {
            problems.add("runAsNonRoot != true");
        }
        if (Objects.equals(either(own.getRunAsUser(), pod.getRunAsUser()), 0L)) {
            problems.add("runAsUser=0");
        }
        SeccompProfile profile = either(own.getSeccompProfile(), pod.getSeccompProfile());
        if (profile == null || !"RuntimeDefault".equals(profile.getType())) {
            problems.add("seccompProfile");
        }
        if (container.getPorts().stream().anyMatch(port -> port.getHostPort() != null)) {
            problems.add("hostPort");
        }
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first == null ? second : first;
    }
}
