// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// By what the rows of a table are told apart into partitions; fixed when the table is made
/// (admin.md 5.3).
///
/// @param parts in the order of the key
public record PartitionTemplate(List<TemplatePart> parts) {
    /// The most parts.
    public static final int PARTS_MAX = 8;

    /// The most parts that are about tags.
    public static final int TAG_PARTS_MAX = 7;

    /// A partition a day: what holds where neither table nor database says otherwise.
    public static final PartitionTemplate DEFAULT =
            new PartitionTemplate(List.of(new TemplatePart.Time(new TimeFormat("%Y-%m-%d"))));

    /// Copies the list. Throws the [Problem] `invalid_partition_template` for a template outside
    /// the rules.
    public PartitionTemplate {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw invalid("Custom partition template must have at least one part");
        }
        if (parts.size() > PARTS_MAX) {
            throw invalid(
                    "Custom partition template specified "
                            + parts.size()
                            + " parts. Partition templates may have a maximum of "
                            + PARTS_MAX
                            + " parts.");
        }
        requireTime(parts);
        requireDistinct(parts);
    }

    private static void requireTime(List<TemplatePart> parts) {
        if (parts.stream().noneMatch(TemplatePart.Time.class::isInstance)) {
            throw invalid("partition template must include a time format part");
        }
    }

    private static void requireDistinct(List<TemplatePart> parts) {
        Set<String> tags = new HashSet<>();
        Set<TimeFormat> formats = new HashSet<>();
        for (TemplatePart part : parts) {
            switch (part) {
                case TemplatePart.Tag(String name) -> addTag(name, tags);
                case TemplatePart.Bucket(String name, _) -> addTag(name, tags);
                case TemplatePart.Time(TimeFormat format) -> {
                    if (!formats.add(format)) {
                        throw invalid(
                                "time format cannot be repeated in partition template: "
                                        + format.pattern());
                    }
                }
            }
        }
    }

    private static void addTag(String name, Set<String> tags) {
        if (!tags.add(name)) {
            throw invalid("tag name value cannot be repeated in partition template: " + name);
        }
    }

    /// A template that breaks a rule.
    static ProblemException invalid(String message) {
        return Problem.invalid("invalid_partition_template", message).asException();
    }
}
