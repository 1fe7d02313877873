// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.Optional;

/// A group of administrators; what each may do is the table of admin.md 1.9.
public enum UserGroup {
    /// Everything; the group of a user whose entry names none.
    ADMIN("Admin"),
    /// Sees everything and makes database tokens.
    MEMBER("Member"),
    /// Sees everything.
    AUDITOR("Auditor");

    private final String word;

    UserGroup(String word) {
        this.word = word;
    }

    /// The word in the configuration, such as `Admin`.
    public String word() {
        return word;
    }

    /// The group with this word, exactly spelled.
    public static Optional<UserGroup> ofWord(String word) {
        for (UserGroup group : values()) {
            if (group.word.equals(word)) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }
}
