// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.model.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `admin.internalSigningKey` (admin.md 1.4). No finding repeats a value.
final class InternalSigningKeyReader {
    private static final String VALUE = "value";
    private static final String VALUE_FROM = "valueFrom";

    private InternalSigningKeyReader() {}

    /// The key pair; null when none is given, or when something is wrong and was told.
    ///
    /// @param admin the section around it
    static @Nullable InternalSigningKey read(Section admin, Findings findings) {
        Section key = admin.findSection("internalSigningKey");
        if (key == null) {
            return null;
        }
        key.rejectUnknown(Set.of("id", "privateKey", "publicKey"));
        String id = value(key, "id", findings);
        String privateKey = value(key, "privateKey", findings);
        String publicKey = value(key, "publicKey", findings);
        return id == null || privateKey == null || publicKey == null
                ? null
                : new InternalSigningKey(id, Secret.of(privateKey), publicKey);
    }

    private static @Nullable String value(Section key, String member, Findings findings) {
        Section section = key.requireSection(member);
        if (section == null) {
            return null;
        }
        section.rejectUnknown(Set.of(VALUE, VALUE_FROM));
        if (section.find(VALUE_FROM) != null) {
            String path = section.pathOf(VALUE_FROM);
            findings.refuse(
                    section.node(),
                    path,
                    path + " cannot be followed by the server itself; give value in its place");
            return null;
        }
        return section.requireText(VALUE);
    }
}
