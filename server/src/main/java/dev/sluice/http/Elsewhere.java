// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import dev.sluice.api.ManagementPaths;
import java.util.List;
import java.util.Set;

/// What a server that does one thing alone says of what others do. It says 503, on which clients
/// keep their points and send them again.
public final class Elsewhere implements Endpoint {
    private static final List<HttpMethod> EVERY =
            List.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    private final String what;
    private final Set<Part> parts;

    /// What is done elsewhere.
    public enum Part {
        /// Points are taken.
        WRITES("points go to the server that takes writes"),
        /// Queries are answered.
        QUERIES("queries go to a server that answers them"),
        /// The Management API is answered.
        ADMINISTRATION("requests to the Management API go to the server that takes writes");

        private final String where;

        Part(String where) {
            this.where = where;
        }
    }

    /// @param what the server does, such as `administers alone`
    /// @param parts what it does not
    public Elsewhere(String what, Set<Part> parts) {
        this.what = what;
        this.parts = Set.copyOf(parts);
    }

    /// Where a part is done, in a sentence that begins with what this server does.
    public String sentence(Part part) {
        return "this server " + what + ": " + part.where;
    }

    @Override
    public void mount(Routes routes) {
        if (parts.contains(Part.WRITES)) {
            List<HttpMethod> post = List.of(HttpMethod.POST);
            refuse(routes, post, "/api/v2/write", DataErrors.CURRENT, Part.WRITES);
            refuse(routes, post, "/write", DataErrors.LEGACY, Part.WRITES);
        }
        if (parts.contains(Part.QUERIES)) {
            List<HttpMethod> both = List.of(HttpMethod.GET, HttpMethod.POST);
            refuse(routes, both, "/query", DataErrors.QUERY, Part.QUERIES);
        }
        if (parts.contains(Part.ADMINISTRATION)) {
            ManagementErrors form = ManagementErrors.FORM;
            routes.area(ManagementPaths.BASE, form);
            String sentence = sentence(Part.ADMINISTRATION);
            routes.add(
                    EVERY,
                    ManagementPaths.BASE + "/**",
                    form,
                    _ -> form.unavailable(sentence, ManagementErrors.RETRY_AFTER));
        }
    }

    private void refuse(
            Routes routes, List<HttpMethod> methods, String path, DataErrors form, Part part) {
        String sentence = sentence(part);
        routes.add(methods, path, form, _ -> form.unavailable(sentence, DataErrors.RETRY_AFTER));
    }
}
