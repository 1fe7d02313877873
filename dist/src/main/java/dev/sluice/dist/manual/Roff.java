// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.manual;

/// Text in the language of manual pages (the macros of man(7)).
final class Roff {
    private final StringBuilder text = new StringBuilder();

    /// The line that every page begins with.
    ///
    /// @param date the day of the commit, as ISO 8601 writes it
    Roff title(String page, String date, String source, String manual) {
        return line(
                ".TH "
                        + quoted(page)
                        + " 1 "
                        + quoted(date)
                        + " "
                        + quoted(source)
                        + " "
                        + quoted(manual));
    }

    Roff section(String name) {
        return line(".SH " + quoted(name));
    }

    /// A paragraph of running text.
    Roff paragraph(String words) {
        return line(".PP").line(plain(words));
    }

    /// A term, in roff, with what it means.
    Roff item(String term, String meaning) {
        return line(".TP").line(term).line(plain(meaning));
    }

    /// Text as it is to be read, on a line of its own.
    Roff text(String words) {
        return line(plain(words));
    }

    /// A line that is roff already.
    Roff line(String roff) {
        text.append(roff).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /// Words that stand for themselves: nothing in them is a command or becomes another character.
    static String plain(String words) {
        String escaped =
                words.replace("\\", "\\e")
                        .replace("-", "\\-")
                        .replace("'", "\\(aq")
                        .replace("`", "\\(ga")
                        .replace("^", "\\(ha")
                        .replace("~", "\\(ti");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }

    static String bold(String words) {
        return "\\fB" + plain(words) + "\\fR";
    }

    static String italic(String words) {
        return "\\fI" + plain(words) + "\\fR";
    }

    private static String quoted(String words) {
        return "\"" + plain(words).replace("\"", "\\(dq") + "\"";
    }
}
