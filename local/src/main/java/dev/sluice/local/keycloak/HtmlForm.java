// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form on a page that Keycloak rendered. Reads just that: attributes in double quotes and the
/// entities that an address can hold.
///
/// @param action where the form is sent, as it stands in the page
/// @param hiddenFields what is sent along unseen
record HtmlForm(String action, Map<String, String> hiddenFields) {
    private static final Pattern FORM =
            Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input\\b([^>]*)>", Pattern.DOTALL);
    private static final Pattern FEEDBACK =
            Pattern.compile("class=\"[^\"]*\\bkc-feedback-text\\b[^\"]*\"[^>]*>([^<]*)<");

    HtmlForm {
        hiddenFields = Map.copyOf(hiddenFields);
    }

    /// The form with this `id`, or null.
    static @Nullable HtmlForm find(String html, String id) {
        Matcher form = FORM.matcher(html);
        while (form.find()) {
            if (id.equals(attribute(form.group(1), "id"))) {
                return read(form);
            }
        }
        return null;
    }

    /// The first form of the page, or null.
    static @Nullable HtmlForm findFirst(String html) {
        Matcher form = FORM.matcher(html);
        return form.find() ? read(form) : null;
    }

    /// What the page tells the person when something is wrong, as plain text.
    static String feedback(String html) {
        Matcher feedback = FEEDBACK.matcher(html);
        return feedback.find() ? unescape(feedback.group(1)).strip() : "no message";
    }

    private static HtmlForm read(Matcher form) {
        Map<String, String> hidden = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(form.group(2));
        while (input.find()) {
            String attributes = input.group(1);
            String name = attribute(attributes, "name");
            if ("hidden".equals(attribute(attributes, "type")) && name != null) {
                String value = attribute(attributes, "value");
                hidden.put(name, value == null ? "" : value);
            }
        }
        String action = attribute(form.group(1), "action");
        return new HtmlForm(action == null ? "" : action, hidden);
    }

    private static @Nullable String attribute(String attributes, String name) {
        Matcher matcher = Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(attributes);
        return matcher.find() ? unescape(matcher.group(1)) : null;
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
