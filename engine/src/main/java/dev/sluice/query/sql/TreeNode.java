// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One object of the parser's JSON. Remembers which members were read, so that [#finish] can refuse
/// an object that says more than the reader understood: the tree is fail-closed by construction.
final class TreeNode {
    /// How deep the tree may be; deeper than people write, shallower than a thread's stack.
    static final int DEPTH_MAX = 200;

    /// Members without meaning, or that repeat others.
    private static final Set<String> MEANINGLESS =
            Set.of("query_location", "query_location_length", "qualified_name");

    private final JsonNode json;
    private final int depth;
    private final Set<String> read = new HashSet<>();

    TreeNode(JsonNode json, int depth) {
        if (depth > DEPTH_MAX) {
            throw UnsupportedSql.planning(
                    "query_too_deep", "query is nested too deeply (limit: " + DEPTH_MAX + ")");
        }
        if (!json.isObject()) {
            throw UnsupportedSql.notSupported("this form of statement");
        }
        this.json = json;
        this.depth = depth;
    }

    /// A text member, or empty.
    String text(String member) {
        JsonNode value = take(member);
        return value == null || !value.isString() ? "" : value.stringValue();
    }

    /// A truth member, or false.
    boolean flag(String member) {
        JsonNode value = take(member);
        return value != null && value.isBoolean() && value.booleanValue();
    }

    /// An object member, or null.
    @Nullable TreeNode child(String member) {
        JsonNode value = take(member);
        return value == null || value.isNull() ? null : new TreeNode(value, depth + 1);
    }

    /// An object member that must be there.
    TreeNode requireChild(String member) {
        TreeNode child = child(member);
        if (child == null) {
            throw UnsupportedSql.notSupported("a statement without '" + member + "'");
        }
        return child;
    }

    /// The objects of a list member.
    List<TreeNode> children(String member) {
        List<TreeNode> result = new ArrayList<>();
        JsonNode value = take(member);
        if (value != null) {
            for (JsonNode element : value) {
                result.add(new TreeNode(element, depth + 1));
            }
        }
        return result;
    }

    /// The objects of a list of lists.
    List<List<TreeNode>> rows(String member) {
        List<List<TreeNode>> result = new ArrayList<>();
        JsonNode value = take(member);
        if (value != null) {
            for (JsonNode row : value) {
                List<TreeNode> cells = new ArrayList<>();
                for (JsonNode cell : row) {
                    cells.add(new TreeNode(cell, depth + 1));
                }
                result.add(cells);
            }
        }
        return result;
    }

    /// The texts of a list member.
    List<String> texts(String member) {
        List<String> result = new ArrayList<>();
        JsonNode value = take(member);
        if (value != null) {
            for (JsonNode element : value) {
                result.add(element.stringValue());
            }
        }
        return result;
    }

    /// The whole numbers of a list of lists.
    List<List<Integer>> numberRows(String member) {
        List<List<Integer>> result = new ArrayList<>();
        JsonNode value = take(member);
        if (value != null) {
            for (JsonNode row : value) {
                List<Integer> numbers = new ArrayList<>();
                for (JsonNode number : row) {
                    numbers.add(number.intValue());
                }
                result.add(numbers);
            }
        }
        return result;
    }

    /// Says that a member may hold anything.
    void ignore(String... members) {
        read.addAll(List.of(members));
    }

    /// Refuses the object when it says something that nobody read.
    ///
    /// @param what what the object is, for the message
    void finish(String what) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = member.getKey();
            if (!MEANINGLESS.contains(name)
                    && !read.contains(name)
                    && !saysNothing(member.getValue())) {
                throw UnsupportedSql.notSupported("'" + name.replace('_', ' ') + "' of " + what);
            }
        }
    }

    private @Nullable JsonNode take(String member) {
        read.add(member);
        return json.get(member);
    }

    private static boolean saysNothing(JsonNode value) {
        if (value.isBoolean()) {
            return !value.booleanValue();
        }
        if (value.isString()) {
            return value.stringValue().isEmpty();
        }
        if (value.isObject()) {
            return value.properties().stream().allMatch(member -> saysNothing(member.getValue()));
        }
        return value.isNull() || (value.isArray() && value.isEmpty());
    }
}
