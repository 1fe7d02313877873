// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/// Reads a configuration file into checked profiles (admin.md 3.3).
///
/// Every refusal is one sentence that names the file, the line where one can be told, and the key.
public final class ProfileReader {
    /// The largest file that is read.
    static final long FILE_BYTES_MAX = 1 << 20;

    private static final String PROFILE = "profile";
    private static final Set<String> PROFILE_KEYS =
            Set.of(
                    "name",
                    "product",
                    "host",
                    "port",
                    "account_id",
                    "cluster_id",
                    "database",
                    "token",
                    "mgmt_token",
                    "tls",
                    "auth");
    private static final Set<String> TLS_KEYS = Set.of("disable", "insecure", "cert", "key", "ca");
    private static final Set<String> AUTH_KEYS = Set.of("oauth2", "token");
    private static final Set<String> OAUTH_KEYS =
            Set.of("client_id", "client_secret", "scopes", "parameters", "device_url", "token_url");
    private static final Set<String> TOKEN_KEYS = Set.of("token_file");
    private static final int PORT_MAX = 65_535;
    private static final int PORT_DEFAULT = 443;
    private static final Pattern PASTED_SCHEME = Pattern.compile("(?i)^(https?)://");
    private static final Pattern HOST_WITH_PORT = Pattern.compile("^[^:\\[\\]]+:[0-9]+$");

    private final Surroundings around;

    /// @param around tells what `~` means
    public ProfileReader(Surroundings around) {
        this.around = around;
    }

    /// Reads and checks the whole file.
    ///
    /// @throws ProblemException `no_profile_file` when there is none, `profile_file_invalid` for a
    ///   mistake in it
    public ProfileFile read(Path path) {
        TomlParseResult toml = Toml.parse(text(path));
        if (toml.hasErrors()) {
            TomlParseError first = toml.errors().getFirst();
            throw invalid(path + " line " + first.position().line() + ": " + first.getMessage());
        }
        TomlSection root = new TomlSection(path.toString(), "", toml, Set.of(PROFILE));
        List<String> warnings = new ArrayList<>();
        List<Profile> profiles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TomlSection section : root.sections(PROFILE, PROFILE_KEYS)) {
            Profile profile = profile(section, warnings);
            if (!names.add(profile.name())) {
                throw section.mistake("name", "\"" + profile.name() + "\" is used twice");
            }
            profiles.add(profile);
        }
        return new ProfileFile(path, profiles, warnings);
    }

    private static String text(Path path) {
        try {
            long size = Files.size(path);
            if (size > FILE_BYTES_MAX) {
                throw invalid(path + " has " + size + " bytes (limit: " + FILE_BYTES_MAX + ")");
            }
            String text = Files.readString(path);
            // Editors of Windows put a byte order mark in front.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            String message =
                    "no configuration file at "
                            + path
                            + "; let influxctl auth setup --issuer URL write one, or name another one"
                            + " with --config";
            throw new ProblemException(Problem.notFound("no_profile_file", message), e);
        } catch (IOException e) {
            String message =
                    "cannot read configuration file " + path + ": " + FileTrouble.reason(e);
            throw new ProblemException(Problem.invalid("profile_file_unreadable", message), e);
        }
    }

    private Profile profile(TomlSection section, List<String> warnings) {
        String name = section.requireText("name");
        Product product = product(section);
        String host = host(section, warnings);
        int port = section.number("port", 1, PORT_MAX, PORT_DEFAULT);
        String account = id(section, "account_id", product);
        String cluster = id(section, "cluster_id", product);
        String database = section.text("database");
        Secret token = secret(section, "token");
        Secret managementToken = secret(section, "mgmt_token");
        TlsSettings tls = tls(section.section("tls", TLS_KEYS));
        TomlSection auth = section.section("auth", AUTH_KEYS);
        OAuthSettings oauth2 = auth == null ? null : oauth2(auth.section("oauth2", OAUTH_KEYS));
        Path tokenFile = auth == null ? null : tokenFile(auth.section("token", TOKEN_KEYS));
        return new Profile(
                name,
                product,
                host,
                port,
                account,
                cluster,
                database,
                token,
                managementToken,
                tls,
                oauth2,
                tokenFile);
    }

    private static Product product(TomlSection section) {
        String text = section.requireText("product");
        return switch (text) {
            case "clustered" -> Product.CLUSTERED;
            case "dedicated" -> Product.DEDICATED;
            default ->
                    throw section.mistake(
                            "product",
                            "is \"" + text + "\", must be \"clustered\" or \"dedicated\"");
        };
    }

    private static String host(TomlSection section, List<String> warnings) {
        String text = section.requireText("host");
        Matcher scheme = PASTED_SCHEME.matcher(text);
        String host = text;
        if (scheme.find()) {
            host = text.substring(scheme.end()).replaceFirst("/+$", "");
            warnings.add("host \"" + text + "\" is used as \"" + host + "\": leave out the scheme");
        }
        if (HOST_WITH_PORT.matcher(host).matches()) {
            throw section.mistake("host", "is \"" + host + "\": the port goes into the key port");
        }
        if (host.isEmpty() || host.contains("/") || !isAddress(host)) {
            throw section.mistake("host", "is \"" + text + "\", must be a bare host name");
        }
        return HostName.of(host).ascii();
    }

    private static boolean isAddress(String host) {
        try {
            String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            return URI.create("https://" + address + ":1").getRawAuthority() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable String id(TomlSection section, String key, Product product) {
        String text = section.text(key);
        if (text == null && product == Product.DEDICATED) {
            throw section.mistake(key, "is required for product \"dedicated\"");
        }
        if (text != null && !Profile.isIdentifier(text)) {
            throw section.mistake(key, "is \"" + text + "\", must be a UUID");
        }
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable Secret secret(TomlSection section, String key) {
        String text = section.text(key);
        return text == null ? null : Secret.of(text);
    }

    private TlsSettings tls(@Nullable TomlSection section) {
        if (section == null) {
            return TlsSettings.DEFAULT;
        }
        TlsSettings settings =
                new TlsSettings(
                        section.flag("disable"),
                        section.flag("insecure"),
                        path(section, "cert"),
                        path(section, "key"),
                        path(section, "ca"));
        if ((settings.certificate() == null) != (settings.key() == null)) {
            String present = settings.key() == null ? "cert" : "key";
            throw section.mistake(present, "stands alone: cert and key belong together");
        }
        return settings;
    }

    private static @Nullable OAuthSettings oauth2(@Nullable TomlSection section) {
        if (section == null) {
            return null;
        }
        OAuthSettings settings =
                new OAuthSettings(
                        section.requireText("client_id"),
                        secret(section, "client_secret"),
                        section.texts("scopes"),
                        section.textTable("parameters"),
                        section.requireUrl("device_url"),
                        section.requireUrl("token_url"));
        return settings;
    }

    private @Nullable Path tokenFile(@Nullable TomlSection section) {
        if (section == null) {
            return null;
        }
        return around.path(section.requireText("token_file"));
    }

    private @Nullable Path path(TomlSection section, String key) {
        String text = section.text(key);
        return text == null ? null : around.path(text);
    }

    private static RuntimeException invalid(String message) {
        return Problem.invalid("profile_file_invalid", message).asException();
    }
}
