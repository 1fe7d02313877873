// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads and checks the entries of `admin.users` (admin.md 1.4).
final class UserReader {
    private static final Set<String> KEYS =
            Set.of("id", "firstName", "lastName", "email", "userGroups");

    private final boolean idsAreGuids;
    private final Findings findings;
    private final Map<String, String> placeById = new HashMap<>();

    /// @param idsAreGuids whether two identifiers that differ by case are the same
    UserReader(boolean idsAreGuids, Findings findings) {
        this.idsAreGuids = idsAreGuids;
        this.findings = findings;
    }

    /// The users that are right; of every other one it is told what is wrong.
    List<AdminUser> read(List<Node> entries) {
        List<AdminUser> users = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Section section = Section.of("admin.users[" + i + "]", entries.get(i), findings);
            AdminUser user = section == null ? null : read(section);
            if (user != null) {
                users.add(user);
            }
        }
        return users;
    }

    private @Nullable AdminUser read(Section section) {
        section.rejectUnknown(KEYS);
        String id = readId(section);
        String firstName = section.requireText("firstName");
        String lastName = section.requireText("lastName");
        String email = section.requireText("email");
        Set<UserGroup> groups = readGroups(section);
        return id == null || firstName == null || lastName == null || email == null
                ? null
                : new AdminUser(id, firstName, lastName, email, groups);
    }

    private @Nullable String readId(Section section) {
        String id = section.requireText("id");
        Node place = section.find("id");
        if (id == null || place == null) {
            return null;
        }
        String key = section.pathOf("id");
        if (place instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.STR)) {
            findings.refuse(
                    place,
                    key,
                    key
                            + " must be in quotes: without them YAML reads "
                            + scalar.getValue()
                            + " as something else than a text");
            return null;
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            findings.refuse(place, key, key + " must not contain control characters");
            return null;
        }
        String earlier = placeById.putIfAbsent(idsAreGuids ? id.toLowerCase(Locale.ROOT) : id, key);
        if (earlier != null) {
            findings.refuse(place, key, key + " is the same as " + earlier);
            return null;
        }
        return id;
    }

    private Set<UserGroup> readGroups(Section section) {
        Set<UserGroup> groups = EnumSet.noneOf(UserGroup.class);
        List<Node> entries = section.findList("userGroups");
        for (int i = 0; entries != null && i < entries.size(); i++) {
            Node place = entries.get(i);
            String key = section.pathOf("userGroups") + "[" + i + "]";
            String word = section.text(place, key);
            if (word == null) {
                continue;
            }
            UserGroup.ofWord(word)
                    .ifPresentOrElse(
                            groups::add,
                            () ->
                                    findings.refuse(
                                            place,
                                            key,
                                            key
                                                    + " \""
                                                    + word
                                                    + "\" is none of Admin, Member, Auditor"));
        }
        return groups.isEmpty() ? EnumSet.of(UserGroup.ADMIN) : groups;
    }
}
