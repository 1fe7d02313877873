// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.config.PostgresConfig.Tls;
import dev.sluice.model.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `postgres://[user[:password]@][netloc][:port][,…][/dbname][?param=value&…]` (admin.md
/// 6.1). What is wrong is told without any part of the text, which may be one of the password.
final class PostgresDsn {
    /// What whoever forgets to encode a password is told with each mistake that comes of it.
    private static final String ENCODE =
            "; special characters of user, password and database must be percent-encoded";

    private static final String TLS = "sslmode";
    private static final String AUTHORITIES = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    private static final String SCHEMA = "search_path";
    private static final String OPTIONS = "options";
    private static final String TARGET = "target_session_attrs";

    /// As libpq names them.
    private static final List<String> PARAMETERS =
            List.of(TLS, AUTHORITIES, CERTIFICATE, KEY, TARGET, SCHEMA, OPTIONS);

    /// One that PostgreSQL takes without quotes.
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_$]{0,62})";

    private static final Pattern SCHEMA_VALUE = Pattern.compile(NAME);
    private static final Pattern OPTIONS_VALUE =
            Pattern.compile("(?:-c ?|--)" + SCHEMA + "=" + NAME);

    private static final String[] SCHEMES = {"postgres://", "postgresql://"};

    private PostgresDsn() {}

    /// A text is no address; the message says why.
    static final class DsnException extends Exception {
        private static final long serialVersionUID = 1L;

        DsnException(String reason) {
            super(reason);
        }

        /// What a finding says behind the key.
        String rule() {
            return "is no address: Catalog DSN error: " + getMessage();
        }
    }

    static PostgresConfig parse(String text) throws DsnException {
        String rest = withoutScheme(text);
        if (rest.indexOf('#') >= 0) {
            throw new DsnException("unexpected '#'" + ENCODE);
        }
        int question = rest.indexOf('?');
        Map<String, String> parameters =
                question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        String beforeQuery = question < 0 ? rest : rest.substring(0, question);
        int slash = beforeQuery.indexOf('/');
        String authority = slash < 0 ? beforeQuery : beforeQuery.substring(0, slash);
        String database = slash < 0 ? "" : beforeQuery.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        String account = at < 0 ? "" : authority.substring(0, at);
        if (account.indexOf('@') >= 0) {
            throw new DsnException("unexpected '@'" + ENCODE);
        }
        List<Host> hosts = hosts(authority.substring(at + 1));
        if (database.indexOf('/') >= 0) {
            throw new DsnException("invalid database name" + ENCODE);
        }
        int colon = account.indexOf(':');
        String user = decoded(colon < 0 ? account : account.substring(0, colon), "user");
        String password = colon < 0 ? null : decoded(account.substring(colon + 1), "password");
        return new PostgresConfig(
                hosts,
                isPrimaryOnly(parameters.get(TARGET), hosts),
                orNull(decoded(database, "database name")),
                schema(parameters),
                orNull(user),
                password == null ? null : Secret.of(password),
                tls(parameters.get(TLS)),
                files(parameters));
    }

    private static String withoutScheme(String text) throws DsnException {
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        throw new DsnException("it must begin with postgres:// or postgresql://");
    }

    private static List<Host> hosts(String text) throws DsnException {
        String[] parts = text.split(",", -1);
        List<Host> hosts = new ArrayList<>();
        for (String part : parts) {
            if (part.isEmpty() && parts.length > 1) {
                throw new DsnException("a host is missing beside a comma" + ENCODE);
            }
            hosts.add(host(part));
        }
        return hosts;
    }

    private static Host host(String text) throws DsnException {
        boolean bracketed = text.startsWith("[");
        int end = bracketed ? text.indexOf(']') : -1;
        if (bracketed && end < 0) {
            throw new DsnException("invalid IPv6 address" + ENCODE);
        }
        int colon = text.indexOf(':', end + 1);
        String named = colon < 0 ? text : text.substring(0, colon);
        String host = bracketed ? text.substring(1, end) : named;
        if ((bracketed && named.length() > end + 1) || !host.matches("[0-9A-Za-z._:-]*")) {
            throw new DsnException("invalid host name" + ENCODE);
        }
        return new Host(
                host.isEmpty() ? PostgresConfig.HOST_DEFAULT : host,
                colon < 0 ? PostgresConfig.PORT_DEFAULT : port(text.substring(colon + 1)));
    }

    private static int port(String text) throws DsnException {
        if (text.isEmpty()) {
            return PostgresConfig.PORT_DEFAULT;
        }
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        throw new DsnException("invalid port number" + ENCODE);
    }

    /// What stands behind the question mark; of two that have the same name the last counts.
    private static Map<String, String> parameters(String query) throws DsnException {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "" : parameter.substring(0, equals);
            if (!PARAMETERS.contains(name)) {
                throw new DsnException(
                        "the only parameters are " + String.join(", ", PARAMETERS) + ENCODE);
            }
            parameters.put(name, decoded(parameter.substring(equals + 1), name));
        }
        return parameters;
    }

    /// Several hosts are those of one database, and which of them takes changes may change; one is
    /// taken as it is.
    private static boolean isPrimaryOnly(@Nullable String target, List<Host> hosts)
            throws DsnException {
        return switch (target) {
            case null -> hosts.size() > 1;
            case "any" -> false;
            case "read-write", "primary" -> true;
            default ->
                    throw new DsnException(
                            TARGET
                                    + " must be one of read-write, primary, any, since the catalog is"
                                    + " changed");
        };
    }

    private static Tls tls(@Nullable String word) throws DsnException {
        if (word == null) {
            return Tls.VERIFY_FULL;
        }
        for (Tls tls : Tls.values()) {
            if (tls.word().equals(word.toLowerCase(Locale.ROOT))) {
                return tls;
            }
        }
        throw new DsnException(
                TLS
                        + " must be one of "
                        + Arrays.stream(Tls.values())
                                .map(Tls::word)
                                .collect(Collectors.joining(", ")));
    }

    /// By its own name, or in the options of libpq.
    private static @Nullable String schema(Map<String, String> parameters) throws DsnException {
        String options = parameters.getOrDefault(OPTIONS, "");
        String named = parameters.getOrDefault(SCHEMA, "");
        Matcher stated =
                named.isEmpty() ? OPTIONS_VALUE.matcher(options) : SCHEMA_VALUE.matcher(named);
        if (named.isEmpty() && options.isEmpty()) {
            return null;
        }
        if (!stated.matches() || (!named.isEmpty() && !options.isEmpty())) {
            throw new DsnException(
                    SCHEMA
                            + " names one schema, by a plain name, and "
                            + OPTIONS
                            + " may be -c "
                            + SCHEMA
                            + "=NAME in its place and nothing else");
        }
        return stated.group(1);
    }

    private static CertificateFiles files(Map<String, String> parameters) throws DsnException {
        Path certificate = path(parameters, CERTIFICATE);
        Path key = path(parameters, KEY);
        if ((certificate == null) != (key == null)) {
            throw new DsnException(
                    CERTIFICATE + " and " + KEY + " are a pair, of which one is missing");
        }
        return new CertificateFiles(path(parameters, AUTHORITIES), certificate, key);
    }

    private static @Nullable Path path(Map<String, String> parameters, String name)
            throws DsnException {
        String text = parameters.getOrDefault(name, "");
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException _) {
            throw new DsnException(name + " is no path that there can be on this machine");
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /// UTF-8 behind percent signs; a plus sign is one.
    private static String decoded(String text, String what) throws DsnException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new DsnException("invalid percent-encoding of the " + what);
            }
            out.write(high * 16 + low);
            i += 2;
        }
        String result;
        try {
            result =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(out.toByteArray()))
                            .toString();
        } catch (CharacterCodingException _) {
            throw new DsnException("the " + what + " is not UTF-8");
        }
        if (result.indexOf('\0') >= 0) {
            throw new DsnException("the " + what + " has a NUL character");
        }
        return result;
    }
}
