// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/// A look at a JWT that is a hundred times quicker than reading it, and that says whether reading
/// it is worth while.
final class SegmentGlance {
    private SegmentGlance() {}

    /// Whether the JSON in a part of a token can hold a string with this value.
    ///
    /// @param text what it would be; only for ASCII is the answer ever no
    /// @return false only when no reader could find it: the text is not there, and neither is a
    ///   backslash, by which it could be spelled in another way
    static boolean mayHold(String compactToken, int from, int to, String text) {
        if (!US_ASCII.newEncoder().canEncode(text)) {
            return true;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(compactToken.substring(from, to));
            String json = new String(bytes, ISO_8859_1);
            return json.indexOf('\\') >= 0 || json.contains(text);
        } catch (IllegalArgumentException _) {
            // A more patient decoder may see something.
            return true;
        }
    }
}
