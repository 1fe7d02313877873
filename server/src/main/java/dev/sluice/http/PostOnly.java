// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.List;

/// A gRPC service, which takes nothing but POST and would refuse the rest in a form of its own.
final class PostOnly extends SimpleDecoratingHttpService {
    /// What such a service takes.
    static final List<HttpMethod> METHODS = List.of(HttpMethod.POST);

    PostOnly(HttpService service) {
        super(service);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        return METHODS.contains(request.method())
                ? unwrap().serve(context, request)
                : DataErrors.CURRENT.methodNotAllowed(METHODS);
    }
}
