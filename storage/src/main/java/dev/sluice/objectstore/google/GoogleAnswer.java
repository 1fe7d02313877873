// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What the service says of a request that it refuses, in one line.
final class GoogleAnswer {
    private static final int LENGTH_MAX = 300;

    private GoogleAnswer() {}

    /// Its words, such as `forbidden: ...` or `invalid_grant: ...`; empty where it has none.
    static String of(HttpResponseException answer) {
        if (answer instanceof GoogleJsonResponseException json && json.getDetails() != null) {
            return of(json.getDetails());
        }
        String content = answer.getContent() == null ? "" : answer.getContent();
        GenericJson refusal = parse(content);
        return refusal != null && refusal.get("error") instanceof String error
                ? sentence(error, String.valueOf(refusal.getOrDefault("error_description", "")))
                : oneLine(content);
    }

    private static String of(GoogleJsonError error) {
        String reason =
                error.getErrors() == null || error.getErrors().isEmpty()
                        ? null
                        : error.getErrors().getFirst().getReason();
        return sentence(reason, error.getMessage() == null ? "" : error.getMessage());
    }

    private static String sentence(@Nullable String word, String words) {
        return oneLine(word == null ? words : words.isEmpty() ? word : word + ": " + words);
    }

    private static @Nullable GenericJson parse(String content) {
        try {
            return GsonFactory.getDefaultInstance().fromString(content, GenericJson.class);
        } catch (IOException | IllegalArgumentException _) {
            return null;
        }
    }

    /// The text without breaks, cut where it is long.
    static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + "...";
    }
}
