// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.profile.TlsSettings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.EnvironmentProxies;
import dev.sluice.oidc.ProviderHttp;
import io.grpc.ClientInterceptor;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the environment says about every connection, to clusters and to identity providers:
/// `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` and `SSL_CERT_FILE` (admin.md 3.3).
public final class Network {
    private static final String AUTHORITIES = "SSL_CERT_FILE";

    private final Surroundings around;
    private final Terminal terminal;
    private final String userAgent;

    /// @param around holds the variables, which are read when a connection is opened
    /// @param terminal is told of each exchange where `--trace` asks for it
    /// @param userAgent says in each request who asks (admin.md 3.2)
    public Network(Surroundings around, Terminal terminal, String userAgent) {
        this.around = around;
        this.terminal = terminal;
        this.userAgent = userAgent;
    }

    /// Opens the way to an identity provider; whoever opened it closes it.
    ///
    /// @throws dev.sluice.model.ProblemException `tls_material_invalid` or `proxy_invalid`
    public ProviderHttp provider() {
        return ProviderHttp.open(
                material(TlsSettings.DEFAULT).context(), proxies(), this::followed, userAgent);
    }

    /// A client that goes through the proxies of the environment, whose exchanges are told where
    /// `--trace` asks for it.
    ///
    /// @param client has these proxies
    HttpClient proxied(HttpClient client) {
        return followed(proxies().through(client));
    }

    /// A client whose exchanges are told where `--trace` asks for it.
    private HttpClient followed(HttpClient client) {
        return terminal.verbosity().trace() ? new TracedHttpClient(client, terminal) : client;
    }

    /// The interceptors of a channel, and one that tells of its calls where `--trace` asks for it.
    ClientInterceptor[] followed(URI origin, ClientInterceptor... interceptors) {
        return terminal.verbosity().trace()
                ? Stream.concat(
                                Stream.of(interceptors),
                                Stream.of(new TracedCalls(terminal, origin)))
                        .toArray(ClientInterceptor[]::new)
                : interceptors;
    }

    /// Says in each request who asks.
    String userAgent() {
        return userAgent;
    }

    /// The proxies of the environment.
    EnvironmentProxies proxies() {
        try {
            return EnvironmentProxies.of(around.environment());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.invalid("proxy_invalid", String.valueOf(e.getMessage())), e);
        }
    }

    /// Whom to trust and who to be; the profile's own authorities win over the environment's.
    TlsMaterial material(TlsSettings settings) {
        Path authorities = authorities();
        TlsMaterial material = TlsMaterial.read(settings);
        return authorities == null || !material.trust().isEmpty()
                ? material
                : new TlsMaterial(
                        TlsMaterial.trusting(authorities, AUTHORITIES).trust(), material.keys());
    }

    private @Nullable Path authorities() {
        String file = around.variable(AUTHORITIES);
        return file == null ? null : around.path(file);
    }
}
