// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

/// One part of a partition template (admin.md 4.3).
public sealed interface TemplatePart {

    /// Each value of a tag is a part of its own.
    ///
    /// @param name of the tag
    record Tag(String name) implements TemplatePart {
        /// Throws the [Problem] `invalid_partition_template` for a name that no tag has.
        public Tag {
            requireTagName(name);
        }
    }

    /// Values of a tag, spread over a number of buckets.
    ///
    /// @param tagName of the tag
    /// @param bucketCount from 1 to [#COUNT_MAX]
    record Bucket(String tagName, int bucketCount) implements TemplatePart {
        /// The most buckets (admin.md 0.3, C7).
        public static final int COUNT_MAX = 100_000;

        /// Throws the [Problem] `invalid_partition_template` for a name that no tag has, or a count
        /// outside the range.
        public Bucket {
            requireTagName(tagName);
            if (bucketCount < 1 || bucketCount > COUNT_MAX) {
                throw PartitionTemplate.invalid(
                        "number of buckets in tag bucket must be in range [1, "
                                + COUNT_MAX
                                + "], not "
                                + bucketCount);
            }
        }
    }

    /// The time of a point in UTC, to a day, a month or a year.
    ///
    /// @param format see [TimeFormat]
    record Time(TimeFormat format) implements TemplatePart {}

    private static void requireTagName(String name) {
        if (name.isEmpty()) {
            throw PartitionTemplate.invalid("tag name must not be empty in partition template");
        }
        if (name.equals("time")) {
            throw PartitionTemplate.invalid(
                    "time cannot be used as a tag name in partition template");
        }
    }
}
