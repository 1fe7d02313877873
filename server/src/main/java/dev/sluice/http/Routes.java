// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is mounted where. Filled by the endpoints before the door opens; then read-only.
public final class Routes {
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, ErrorForm> areas = new LinkedHashMap<>();
    private final List<HttpServiceWithRoutes> services = new ArrayList<>();

    /// A pattern and what answers there. A segment `{name}` takes any one segment, a last segment
    /// `**` whatever follows.
    ///
    /// @param methods what it takes; empty refuses every method with 405
    /// @param pattern starts with `/`
    /// @param form how it says no
    /// @param handler answers
    record Route(List<HttpMethod> methods, String pattern, ErrorForm form, Handler handler) {
        Route {
            methods = List.copyOf(methods);
        }
    }

    /// Mounts a service that brings its own routing, such as gRPC.
    public void mount(HttpServiceWithRoutes service) {
        services.add(service);
    }

    /// Every route as a line `METHODS pattern`, in order of mounting; services of [#mount] too.
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        routes.forEach(route -> lines.add(words(route.methods()) + " " + route.pattern()));
        services.forEach(service ->
                service.routes().forEach(route -> lines.add("rpc " + route.patternString())));
        return lines;
    }

    void add(List<HttpMethod> methods, String pattern, ErrorForm form, Handler handler) {
        routes.add(new Route(methods, pattern, form, handler));
    }

    /// Says how unknown paths under `prefix` are refused.
    void area(String prefix, ErrorForm form) {
        areas.put(prefix, form);
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    Map<String, ErrorForm> areas() {
        return Map.copyOf(areas);
    }

    List<HttpServiceWithRoutes> services() {
        return List.copyOf(services);
    }

    /// Methods as the field `Allow` lists them.
    static String words(List<HttpMethod> methods) {
        return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }
}
