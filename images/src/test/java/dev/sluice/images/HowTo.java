// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a document of `docs/how-to` tells to type.
///
/// @param name of the file
record HowTo(String name) {
    private static final Pattern BLOCK =
            Pattern.compile("^```\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /// The block of lines that has a word in it.
    ///
    /// @throws IllegalArgumentException when there is none, or several
    String lines(String word) throws IOException {
        String text = Files.readString(TestImages.CHECKOUT.resolve("docs/how-to").resolve(name));
        List<String> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).contains(word)) {
                found.add(blocks.group(1));
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "%s has %d blocks with \"%s\"".formatted(name, found.size(), word));
        }
        return found.getFirst();
    }
}
