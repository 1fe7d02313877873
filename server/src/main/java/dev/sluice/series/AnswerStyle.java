// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import dev.sluice.influxql.Unit;
import org.jspecify.annotations.Nullable;

/// How an answer is to look (data.md 3.1).
///
/// @param format its form
/// @param epoch the unit of its times, or null for the usual text of the format
/// @param pretty whether JSON is indented
/// @param chunkRows how many rows a document holds at most; 0 for one document of everything
public record AnswerStyle(
        AnswerFormat format, @Nullable Unit epoch, boolean pretty, long chunkRows) {

    /// Whether there are several documents.
    boolean chunked() {
        return chunkRows > 0;
    }
}
