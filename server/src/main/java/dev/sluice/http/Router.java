// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import dev.sluice.http.Routes.Route;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request. Works on the raw path and decodes each parameter by itself
/// afterwards, so that a name may contain an encoded `/` (admin.md 4.1).
final class Router {
    private static final String REST = "**";

    private final List<Entry> entries;
    private final Map<String, ErrorForm> areas;
    private final Set<String> services;
    private final ErrorForm elsewhere;

    private record Entry(Route route, List<String> segments) {}

    /// What became of a path and a method.
    sealed interface Match {

        /// A route takes both.
        ///
        /// @param route which
        /// @param parameters of the pattern, decoded
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /// The path is known, the method is not.
        ///
        /// @param form how to say so
        /// @param allowed what the path takes
        record WrongMethod(ErrorForm form, List<HttpMethod> allowed) implements Match {
            public WrongMethod {
                allowed = List.copyOf(allowed);
            }
        }

        /// Nothing is mounted there.
        ///
        /// @param form how to say so
        record Nowhere(ErrorForm form) implements Match {}
    }

    /// @param elsewhere how paths outside every area are refused
    Router(Routes routes, ErrorForm elsewhere) {
        this.entries =
                routes.routes().stream()
                        .map(route -> new Entry(route, segments(route.pattern())))
                        .toList();
        this.areas = routes.areas();
        this.services =
                routes.services().stream()
                        .flatMap(service -> service.routes().stream())
                        .map(com.linecorp.armeria.server.Route::patternString)
                        .collect(Collectors.toUnmodifiableSet());
        this.elsewhere = elsewhere;
    }

    /// Routes are tried in order of mounting.
    Match match(HttpMethod method, String rawPath) {
        List<String> path = segments(rawPath);
        List<HttpMethod> allowed = new ArrayList<>();
        ErrorForm form = null;
        for (Entry entry : entries) {
            Map<String, String> parameters = parameters(entry.segments(), path);
            if (parameters != null) {
                if (entry.route().methods().contains(method)) {
                    return new Match.Found(entry.route(), parameters);
                }
                allowed.addAll(entry.route().methods());
                form = entry.route().form();
            }
        }
        return form == null
                ? new Match.Nowhere(formOf(rawPath))
                : new Match.WrongMethod(form, allowed);
    }

    /// What a path takes, for a method that HTTP does not know; nothing where nothing is mounted.
    List<HttpMethod> allowed(String rawPath) {
        if (services.contains(rawPath)) {
            return PostOnly.METHODS;
        }
        return match(HttpMethod.UNKNOWN, rawPath) instanceof Match.WrongMethod(_, var allowed)
                ? allowed
                : List.of();
    }

    /// How a path says no, whether anything is mounted there or not.
    ErrorForm form(String rawPath) {
        return switch (match(HttpMethod.UNKNOWN, rawPath)) {
            case Match.Found(Route route, _) -> route.form();
            case Match.WrongMethod(ErrorForm form, _) -> form;
            case Match.Nowhere(ErrorForm form) -> form;
        };
    }

    private ErrorForm formOf(String rawPath) {
        for (Map.Entry<String, ErrorForm> area : areas.entrySet()) {
            if (rawPath.equals(area.getKey()) || rawPath.startsWith(area.getKey() + "/")) {
                return area.getValue();
            }
        }
        return elsewhere;
    }

    private static @Nullable Map<String, String> parameters(
            List<String> pattern, List<String> path) {
        boolean open = pattern.getLast().equals(REST);
        int fixed = open ? pattern.size() - 1 : pattern.size();
        if (open ? path.size() <= fixed : path.size() != fixed) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < fixed; i++) {
            String expected = pattern.get(i);
            String actual = path.get(i);
            if (expected.startsWith("{")) {
                parameters.put(expected.substring(1, expected.length() - 1), decode(actual));
            } else if (!expected.equals(actual)) {
                return null;
            }
        }
        return parameters;
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static String decode(String segment) {
        try {
            // In a path a plus sign is itself.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return segment;
        }
    }
}
