// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The proxies that the conventional environment variables name (admin.md 1.6): `HTTPS_PROXY`,
/// `HTTP_PROXY`, `NO_PROXY`, in lower case too, which wins as it does in curl.
///
/// `NO_PROXY` is a comma-separated list of hosts, domains (with or without a leading `.` or `*.`),
/// each perhaps for one port alone (`host:8086`), networks such as `10.0.0.0/8`, and `*`. What is
/// on this machine, `localhost` and loopback addresses, is never asked through a proxy, whose own
/// machine that would be. A proxy address that cannot be read is refused at once, unless everything
/// goes around it, because going around a proxy silently is worse than stopping.
public final class EnvironmentProxies extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);
    private static final int PORT_DEFAULT = 80;
    private static final int SECURE_PORT_DEFAULT = 443;
    private static final String EVERYTHING = "*";
    private static final Pattern LEADING = Pattern.compile("^\\*?\\.");
    private static final Pattern FOR_ONE_PORT = Pattern.compile("([^:]+|\\[.*]):([0-9]{1,5})");

    private final @Nullable Through forHttp;
    private final @Nullable Through forHttps;
    private final List<String> exceptions;

    private EnvironmentProxies(
            @Nullable Through forHttp, @Nullable Through forHttps, List<String> exceptions) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exceptions = exceptions;
    }

    /// A proxy that a variable names.
    private record Through(String host, int port, @Nullable ProxyUser user) {}

    /// Reads the variables.
    ///
    /// @param environment the process's environment
    /// @throws IllegalArgumentException for a proxy that is not `host:port` or an `http` URL; it
    ///   names the variable and not its value, which may hold a password
    public static EnvironmentProxies of(Map<String, String> environment) {
        List<String> exceptions =
                Arrays.stream(value(environment, "NO_PROXY").split(",", -1))
                        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                        .filter(entry -> !entry.isEmpty())
                        .toList();
        return exceptions.contains(EVERYTHING)
                ? new EnvironmentProxies(null, null, exceptions)
                : new EnvironmentProxies(
                        proxy(environment, "HTTP_PROXY"),
                        proxy(environment, "HTTPS_PROXY"),
                        exceptions);
    }

    @Override
    public List<Proxy> select(URI address) {
        Through proxy = find(address);
        // Resolved here and now, so that a proxy that moves is found again.
        return proxy == null
                ? DIRECT
                : List.of(
                        new Proxy(
                                Proxy.Type.HTTP,
                                new InetSocketAddress(proxy.host(), proxy.port())));
    }

    /// Who asks the proxy on the way to an address; null where there is no proxy, or it is asked by
    /// nobody.
    public @Nullable ProxyUser user(URI address) {
        Through proxy = find(address);
        return proxy == null ? null : proxy.user();
    }

    /// A client that goes through these proxies, and says to them who asks.
    ///
    /// @param client has these proxies
    public HttpClient through(HttpClient client) {
        boolean named =
                Stream.of(forHttp, forHttps)
                        .anyMatch(proxy -> proxy != null && proxy.user() != null);
        return named ? new ProxyUserClient(client, this) : client;
    }

    private @Nullable Through find(URI address) {
        Through proxy = WebAddress.isSecure(address) ? forHttps : forHttp;
        String host = address.getHost();
        return proxy == null
                        || host == null
                        || isHere(bare(host))
                        || isException(bare(host), port(address))
                ? null
                : proxy;
    }

    /// Nothing to do: there is no second proxy to turn to.
    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException failure) {}

    private boolean isException(String host, int port) {
        return exceptions.stream().anyMatch(exception -> covers(exception, host, port));
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return WebAddress.isSecure(address) ? SECURE_PORT_DEFAULT : PORT_DEFAULT;
    }

    private static boolean isHere(String host) {
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean covers(String exception, String host, int port) {
        Matcher forOnePort = FOR_ONE_PORT.matcher(exception);
        return forOnePort.matches()
                ? Integer.parseInt(forOnePort.group(2)) == port
                        && covers(bare(forOnePort.group(1)), host)
                : covers(bare(exception), host);
    }

    private static boolean covers(String exception, String host) {
        int slash = exception.indexOf('/');
        if (slash > 0) {
            return isInNetwork(exception.substring(0, slash), exception.substring(slash + 1), host);
        }
        String domain = LEADING.matcher(exception).replaceFirst("");
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isInNetwork(String network, String bitsText, String host) {
        try {
            byte[] wanted = InetAddress.ofLiteral(network).getAddress();
            byte[] given = InetAddress.ofLiteral(host).getAddress();
            int bits = Integer.parseInt(bitsText);
            if (wanted.length != given.length || bits < 0 || bits > wanted.length * 8) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((wanted[bit / 8] & mask) != (given[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The host without the brackets of an IPv6 address.
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]")
                ? lower.substring(1, lower.length() - 1)
                : lower;
    }

    private static @Nullable Through proxy(Map<String, String> environment, String variable) {
        String value = value(environment, variable);
        if (value.isEmpty()) {
            return null;
        }
        URI address = WebAddress.find(value.contains("://") ? value : "http://" + value);
        if (address == null || WebAddress.isSecure(address)) {
            throw unusable(variable);
        }
        try {
            int port = address.getPort() < 0 ? PORT_DEFAULT : address.getPort();
            return new Through(address.getHost(), port, ProxyUser.of(address));
        } catch (IllegalArgumentException _) {
            throw unusable(variable);
        }
    }

    private static IllegalArgumentException unusable(String variable) {
        return new IllegalArgumentException(
                variable
                        + " is not host:port or an http URL, with user and password percent-encoded"
                        + " where the proxy wants them");
    }

    private static String value(Map<String, String> environment, String variable) {
        String lower = environment.getOrDefault(variable.toLowerCase(Locale.ROOT), "");
        return (lower.isBlank() ? environment.getOrDefault(variable, "") : lower).strip();
    }
}
