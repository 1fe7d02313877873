// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// A text, or a mapping with `value`, or one with `valueFrom`, which only the operator can follow.
///
/// @param text empty where none is given, or something is wrong and was told
/// @param reference the path of `valueFrom`; null where there is none
record SensitiveText(String text, @Nullable String reference) {
    /// Reads the member of a section.
    static SensitiveText read(Section section, String key) {
        Node node = section.find(key);
        if (!(node instanceof MappingNode)) {
            String text = node == null ? null : section.text(node, section.pathOf(key));
            return new SensitiveText(text == null ? "" : text, null);
        }
        Section value = section.requireSection(key);
        if (value == null) {
            return new SensitiveText("", null);
        }
        value.rejectUnknown(Set.of("value", "valueFrom"));
        if (value.find("valueFrom") != null) {
            return new SensitiveText("", value.pathOf("valueFrom"));
        }
        String text = value.requireText("value");
        return new SensitiveText(text == null ? "" : text, null);
    }

    /// Tells that a reference is not followed.
    ///
    /// @param instead what to do, such as `give it in a variable`
    void warn(Section section, String key, String instead, Findings findings) {
        Node node = section.find(key);
        if (reference != null && node != null) {
            findings.warn(node, reference, unread(reference, instead));
        }
    }

    /// Says that a Secret is not read.
    ///
    /// @param reference the path of what names it
    /// @param instead as of [#warn]
    static String unread(String reference, String instead) {
        return reference + " names a Secret, which this server cannot read: " + instead;
    }
}
