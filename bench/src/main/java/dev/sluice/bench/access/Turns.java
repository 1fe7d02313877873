// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import java.util.List;

/// Gives out texts in turn. For one thread.
final class Turns {
    private final String[] texts;
    private int last;

    Turns(List<String> texts) {
        this.texts = texts.toArray(String[]::new);
    }

    /// The next one; after the last comes the first.
    String next() {
        last = last + 1 == texts.length ? 0 : last + 1;
        return texts[last];
    }
}
