// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import dev.sluice.openapi.ApiDocument.Match;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Says what an exchange does that the document does not. An answer must be as documented whatever
/// the request was. A request must be as documented where it succeeds: what is refused may well be
/// against the document, and what is not refused may not. Safe for many threads.
final class ApiContract {
    /// What any HTTP server may say.
    private static final Set<String> TRANSPORT =
            Set.of(
                    ":status",
                    "connection",
                    "content-length",
                    "content-type",
                    "date",
                    "transfer-encoding");

    private final ApiDocument document;

    ApiContract(ApiDocument document) {
        this.document = document;
    }

    /// Whether the document speaks of this path.
    static boolean covers(String rawPath) {
        return rawPath.equals(ApiDocument.BASE) || rawPath.startsWith(ApiDocument.BASE + "/");
    }

    /// Every offence, a line each.
    List<String> offences(Exchange exchange) {
        List<String> offences = new ArrayList<>();
        switch (document.match(exchange.method(), exchange.uri().getRawPath())) {
            case Match.Operation operation -> {
                String responses = operation.place() + "/responses/";
                if (document.at(responses + exchange.status()).isMissingNode()) {
                    offences.add("status " + exchange.status() + " is not documented");
                } else {
                    answer(document.target(responses + exchange.status()), exchange, offences);
                }
                if (exchange.succeeded()) {
                    request(operation, exchange, offences);
                }
            }
            case Match.UnknownMethod(String place, List<String> allowed) -> {
                status(405, exchange, offences);
                answer(place, exchange, offences);
                String told = exchange.headers().firstValue("allow").orElse("");
                if (!new TreeSet<>(List.of(told.split(", ", -1))).equals(new TreeSet<>(allowed))) {
                    offences.add("Allow is " + told + ", documented are " + allowed);
                }
            }
            case Match.UnknownPath(String place) -> {
                status(404, exchange, offences);
                answer(place, exchange, offences);
            }
        }
        return offences;
    }

    private static void status(int expected, Exchange exchange, List<String> offences) {
        if (exchange.status() != expected) {
            offences.add("status " + exchange.status() + " in place of " + expected);
        }
    }

    private void answer(String place, Exchange exchange, List<String> offences) {
        answerHeaders(place, exchange, offences);
        JsonNode content = document.at(place + "/content");
        if (content.isMissingNode()) {
            if (!exchange.body().isEmpty()) {
                offences.add("a body where none is documented");
            }
            return;
        }
        String type = exchange.headers().firstValue("content-type").orElse("");
        if (!content.has(type)) {
            offences.add("content type \"" + type + "\" is not documented");
            return;
        }
        if (!exchange.method().equals("HEAD")) {
            body(place + "/content/" + ApiDocument.escaped(type), exchange.body(), offences);
        }
    }

    private void answerHeaders(String place, Exchange exchange, List<String> offences) {
        Set<String> documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : document.at(place + "/headers").propertyNames()) {
            documented.add(name);
            String header = document.target(place + "/headers/" + name);
            List<String> values = exchange.headers().allValues(name);
            if (values.size() > 1
                    || (values.isEmpty() && document.at(header + "/required").asBoolean(false))) {
                offences.add("header " + name + " is there " + values.size() + " times");
            }
            values.forEach(value -> text(header, name, value, offences));
        }
        for (String name : exchange.headers().map().keySet()) {
            if (!documented.contains(name) && !TRANSPORT.contains(name)) {
                offences.add("header " + name + " is not documented");
            }
        }
    }

    private void request(Match.Operation operation, Exchange exchange, List<String> offences) {
        String credential = exchange.requestHeaders().firstValue("authorization").orElse("");
        if (!credential.matches("(?i)bearer +\\S+")) {
            offences.add("succeeds without a bearer token");
        }
        Map<String, String> query = query(exchange.uri().getRawQuery());
        for (String owner : List.of(operation.pathPlace(), operation.place())) {
            for (int i = 0; i < document.at(owner + "/parameters").size(); i++) {
                String parameter = document.target(owner + "/parameters/" + i);
                String name = document.at(parameter + "/name").stringValue();
                Map<String, String> given =
                        document.at(parameter + "/in").stringValue().equals("path")
                                ? operation.parameters()
                                : query;
                String value = given.get(name);
                if (value != null) {
                    text(parameter, name, value, offences);
                }
            }
        }
        requestBody(operation, exchange, offences);
    }

    private void requestBody(Match.Operation operation, Exchange exchange, List<String> offences) {
        JsonNode body = document.at(operation.place() + "/requestBody");
        if (body.isMissingNode()) {
            return;
        }
        String content = document.target(operation.place() + "/requestBody") + "/content/";
        String type = exchange.requestHeaders().firstValue("content-type").orElse("");
        String media = content + ApiDocument.escaped(bare(type));
        if (document.at(media).isMissingNode()) {
            offences.add("succeeds with a request of type \"" + type + "\"");
        } else {
            body(media, exchange.requestBody(), offences);
        }
    }

    /// A media type without its parameters; its case has no meaning.
    private static String bare(String type) {
        return type.replaceFirst("\\s*;.*", "").toLowerCase(Locale.ROOT);
    }

    private void body(String media, String body, List<String> offences) {
        try {
            offences.addAll(
                    document.offences(media + "/schema", ApiDocument.MAPPER.readTree(body)));
        } catch (JacksonException e) {
            offences.add("a body is not JSON: " + e.getOriginalMessage());
        }
    }

    /// A parameter or a header: the text of a value that may be a number.
    private void text(String owner, String name, String text, List<String> offences) {
        boolean number = document.at(schemaOf(owner) + "/type").asString("").equals("integer");
        JsonNode value =
                number && text.matches("-?\\d{1,19}")
                        ? ApiDocument.MAPPER.readTree(String.valueOf(Long.parseLong(text)))
                        : ApiDocument.MAPPER.getNodeFactory().stringNode(text);
        document.offences(owner + "/schema", value)
                .forEach(offence -> offences.add(name + ": " + offence));
    }

    private String schemaOf(String owner) {
        return document.target(owner + "/schema");
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }
}
