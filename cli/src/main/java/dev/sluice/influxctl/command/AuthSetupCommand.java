// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.HostName;
import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.ProfileChoice;
import dev.sluice.influxctl.profile.ProfileFile;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.setup.ClusterSettings;
import dev.sluice.influxctl.setup.DeviceHint;
import dev.sluice.influxctl.setup.ProfileDraft;
import dev.sluice.influxctl.setup.ProfileEditor;
import dev.sluice.influxctl.setup.ProviderKind;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import dev.sluice.oidc.DeviceFlow;
import dev.sluice.oidc.DeviceStart;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.ProviderDiscovery;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `auth setup`: from the address of an issuer to a profile that signs in, and to the settings that
/// the cluster needs. Nothing is written before the provider has shown that it gives device codes.
@Command(name = "setup", description = "Write a profile that signs in at an identity provider.")
final class AuthSetupCommand implements Callable<Integer> {
    private static final String CLIENT_DEFAULT = "influxctl";
    private static final int PORT_DEFAULT = 443;
    private static final int PORT_MAX = 65_535;

    private final Terminal terminal;
    private final GlobalOptions options;
    private final Surroundings around;
    private final Supplier<ProviderHttp> providers;
    private final InstantSource clock;
    private final Pacer pacer;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            required = true,
            description = "The provider's issuer, such as https://HOST/realms/REALM.")
    private String issuer = "";

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "The client at the provider; the profile's, or \"influxctl\", if absent.")
    private @Nullable String clientId;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = {
                "Holds the client's secret in its first line; - is standard input.",
                "Without it, the variable INFLUXCTL_CLIENT_SECRET."
            })
    private @Nullable String clientSecretFile;

    @Option(
            names = "--audience",
            paramLabel = "AUDIENCE",
            description = "What tokens are for, where the provider wants it named (Auth0).")
    private @Nullable String audience;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The cluster's host; the profile's if absent.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The cluster's port; the profile's, or 443, if absent.")
    private @Nullable Integer port;

    @Option(names = "--plain-http", description = "The cluster speaks plain HTTP, without TLS.")
    private boolean plainHttp;

    @Option(names = "--force", description = "Do not ask before a profile is changed.")
    private boolean force;

    AuthSetupCommand(
            Terminal terminal,
            GlobalOptions options,
            Surroundings around,
            Supplier<ProviderHttp> providers,
            InstantSource clock,
            Pacer pacer) {
        this.terminal = terminal;
        this.options = options;
        this.around = around;
        this.providers = providers;
        this.clock = clock;
        this.pacer = pacer;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI asked = address(issuer);
        ProfileChoice choice = ProfileChoice.of(options.config(), options.profile(), around);
        ProfileEditor editor = new ProfileEditor(around);
        Profile before = find(editor.current(choice.file()), choice.name());
        Secret secret = new ClientSecretSource(terminal, around).read(clientSecretFile);
        ProviderMetadata metadata;
        ProfileDraft draft;
        try (ProviderHttp http = providers.get()) {
            metadata = discover(http, asked);
            draft = draft(choice.name(), before, metadata, secret);
            requireDeviceCodes(http, draft);
        }
        if (before != null && !force && !terminal.confirm(question(choice))) {
            throw Problem.invalid("declined", "the profile was not changed").asException();
        }
        editor.write(choice.file(), draft);
        terminal.info("wrote profile \"" + choice.name() + "\" to " + choice.file());
        show(metadata, draft);
        return ExitCode.SUCCESS.number();
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text.strip());
            boolean web =
                    "https".equalsIgnoreCase(address.getScheme())
                            || "http".equalsIgnoreCase(address.getScheme());
            if (web && address.getHost() != null && address.getRawQuery() == null) {
                return address;
            }
        } catch (URISyntaxException _) {
            // Said below, as for every other text that is no address.
        }
        throw Problem.invalid(
                        "invalid_issuer",
                        "--issuer \"" + text + "\" must be an address that begins with https://")
                .asException();
    }

    private ProviderMetadata discover(ProviderHttp http, URI asked) throws InterruptedException {
        ProviderMetadata metadata =
                switch (new ProviderDiscovery(http).read(asked)) {
                    case ProviderDiscovery.Outcome.Found(ProviderMetadata found) -> found;
                    case ProviderDiscovery.Outcome.Failed(String message) ->
                            throw Problem.unavailable("discovery_failed", message).asException();
                };
        if (metadata.deviceUrl() == null) {
            throw Problem.invalid(
                            "no_device_endpoint",
                            metadata.issuer()
                                    + " names no device_authorization_endpoint; switch the device"
                                    + " authorization grant on at the provider")
                    .asException();
        }
        if (!metadata.isCalled(asked) && !metadata.document().equals(asked)) {
            terminal.warn(
                    "the provider calls itself "
                            + metadata.issuer()
                            + ", not "
                            + asked
                            + ": its tokens name the former, so use that host name everywhere");
        }
        return metadata;
    }

    private ProfileDraft draft(
            String name,
            @Nullable Profile before,
            ProviderMetadata metadata,
            @Nullable Secret secret) {
        return new ProfileDraft(
                name,
                clusterHost(before),
                clusterPort(before),
                plainHttp || (before != null && before.tls().disabled()),
                signIn(before == null ? null : before.oauth2(), metadata, secret));
    }

    private OAuthSettings signIn(
            @Nullable OAuthSettings before, ProviderMetadata metadata, @Nullable Secret secret) {
        String client = clientId;
        if (client == null) {
            client = before == null ? CLIENT_DEFAULT : before.clientId();
        }
        // A secret is shown to nobody but the client's own provider.
        boolean sameClient =
                before != null
                        && before.clientId().equals(client)
                        && before.tokenUrl().equals(metadata.tokenUrl());
        Map<String, String> parameters = new TreeMap<>();
        Secret known = secret;
        if (before != null && sameClient) {
            parameters.putAll(before.parameters());
            known = secret == null ? before.clientSecret() : secret;
        }
        if (audience != null) {
            parameters.put("audience", audience.strip());
        }
        parameters.values().removeIf(String::isBlank);
        return new OAuthSettings(
                client,
                known,
                ProviderKind.of(metadata.tokenUrl()).scopes(client),
                parameters,
                Objects.requireNonNull(metadata.deviceUrl()),
                metadata.tokenUrl());
    }

    private String clusterHost(@Nullable Profile before) {
        String answer = host;
        if (answer == null && before != null) {
            answer = before.host();
        }
        if (answer == null && terminal.screen().asks()) {
            answer = terminal.ask("Host name of the cluster: ");
        }
        if (answer == null || answer.isBlank()) {
            throw Problem.invalid("no_host", "name the cluster's host with --host").asException();
        }
        HostName name = HostName.of(answer.strip());
        if (name.trouble() != null) {
            throw Problem.invalid(
                            "invalid_host", "--host \"" + answer.strip() + "\" " + name.trouble())
                    .asException();
        }
        return name.ascii();
    }

    private int clusterPort(@Nullable Profile before) {
        int answer = before == null ? PORT_DEFAULT : before.port();
        if (port != null) {
            answer = port;
        }
        if (answer < 1 || answer > PORT_MAX) {
            throw Problem.invalid(
                            "invalid_port",
                            "--port is " + answer + ", must be from 1 to " + PORT_MAX)
                    .asException();
        }
        return answer;
    }

    private void requireDeviceCodes(ProviderHttp http, ProfileDraft draft)
            throws InterruptedException {
        if (new DeviceFlow(http, clock, pacer).start(draft.signIn().client())
                instanceof DeviceStart.Failed(String message)) {
            throw Problem.invalid(
                            "no_device_codes",
                            "the provider gives no device code to client \""
                                    + draft.signIn().clientId()
                                    + "\": "
                                    + message
                                    + "; "
                                    + DeviceHint.of(
                                            ProviderKind.of(draft.signIn().tokenUrl()), message))
                    .asException();
        }
    }

    private static @Nullable Profile find(@Nullable ProfileFile file, String name) {
        List<Profile> profiles = file == null ? List.of() : file.profiles();
        return profiles.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String question(ProfileChoice choice) {
        return "Are you sure you want to change how profile \""
                + choice.name()
                + "\" in "
                + choice.file()
                + " signs in?";
    }

    private void show(ProviderMetadata metadata, ProfileDraft draft) {
        ProviderKind kind = ProviderKind.of(metadata.tokenUrl());
        ClusterSettings settings =
                new ClusterSettings(
                        kind.settingName(),
                        kind.keysSetting(metadata.keysUrl(), metadata.document()),
                        ClusterSettings.User.PLACEHOLDER);
        terminal.out()
                .print(
                        """
                        # For the AppInstance of the cluster, which has to have more in it:
                        # influxctl clustered generate prints a whole one.
                        """);
        terminal.out().print(settings.appInstance("influxdb"));
        terminal.out().print("\n# The same in the values of a Helm chart:\n");
        terminal.out().print(settings.helmValues());
        terminal.out().flush();
        String influxctl =
                draft.name().equals(ProfileChoice.DEFAULT_NAME)
                        ? "influxctl"
                        : "influxctl --profile " + draft.name();
        terminal.say("Next: " + influxctl + " auth whoami shows the user ID to list.");
    }
}
