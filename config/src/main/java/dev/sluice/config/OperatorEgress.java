// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The section `egress` of an AppInstance, which names a bundle by the ConfigMap that holds it
/// (admin.md 6.1): the operator can mount that, a server by itself cannot.
final class OperatorEgress {
    private static final String[] WAY = {
        "egress", "customCertificates", "valueFrom", "configMapKeyRef"
    };

    private OperatorEgress() {}

    /// Says which setting does the same here. A Helm file that names no ConfigMap, as the chart's
    /// own values do not, asks for nothing.
    static void warn(Section top, Findings findings) {
        Node reference = find(top);
        Section names = reference == null ? null : quietly(reference);
        if (names != null && names.find("name") instanceof ScalarNode name && isGiven(name)) {
            findings.warn(
                    names.node(),
                    "egress.customCertificates",
                    "egress.customCertificates names a ConfigMap, which this server cannot read:"
                            + " mount it and name the file in sluice.egress.certificateFile");
        }
    }

    private static @Nullable Node find(Section top) {
        Section section = top;
        Node node = null;
        for (String key : WAY) {
            node = section == null ? null : section.find(key);
            section = node == null ? null : quietly(node);
        }
        return node;
    }

    private static boolean isGiven(ScalarNode name) {
        return !name.getValue().isBlank();
    }

    /// Another shape is the operator's to refuse.
    private static @Nullable Section quietly(Node node) {
        return Section.of("", node, new Findings(""));
    }
}
