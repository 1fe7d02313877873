// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.MediaType;
import dev.sluice.model.Problem;
import dev.sluice.series.AnswerFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads which form of an answer a client takes (data.md 3.1).
final class AcceptedFormat {
    private AcceptedFormat() {}

    /// The form that is liked best, or the first of those.
    ///
    /// @param accept every field `Accept` of the request
    /// @throws dev.sluice.model.ProblemException *invalid* where there is none of ours
    static AnswerFormat of(List<String> accept) {
        String all = String.join(",", accept);
        if (all.isBlank()) {
            return AnswerFormat.JSON;
        }
        AnswerFormat best = null;
        float quality = 0;
        for (String range : all.split(",", -1)) {
            MediaType type = parsed(range.strip());
            AnswerFormat format = type == null ? null : format(type);
            if (type != null && format != null && type.qualityFactor(1) > quality) {
                best = format;
                quality = type.qualityFactor(1);
            }
        }
        if (best == null) {
            throw Problem.invalid("invalid_mime_type", "invalid mime type (" + all + ")")
                    .asException();
        }
        return best;
    }

    private static @Nullable MediaType parsed(String range) {
        try {
            return MediaType.parse(range);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable AnswerFormat format(MediaType range) {
        return switch (range.nameWithoutParameters()) {
            case "*/*", "application/*", "application/json" -> AnswerFormat.JSON;
            case "application/csv", "text/csv", "text/*" -> AnswerFormat.CSV;
            case "application/x-msgpack" -> AnswerFormat.MESSAGE_PACK;
            default -> null;
        };
    }
}
