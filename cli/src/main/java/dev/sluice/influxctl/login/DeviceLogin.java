// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.DeviceAuthorization;
import dev.sluice.oidc.DeviceFlow;
import dev.sluice.oidc.DeviceStart;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.oidc.SignIn;
import dev.sluice.oidc.TokenSet;
import java.net.URI;
import java.time.Duration;

/// Takes a person through the device flow: says who asks and where to go, opens the page if it can,
/// and waits (admin.md 3.5).
final class DeviceLogin {
    /// Keeps the browser closed when it is set to anything.
    static final String NO_BROWSER = "INFLUXCTL_NO_BROWSER";

    /// Keeps the picture of the address away when it is set to anything.
    static final String NO_QR = "INFLUXCTL_NO_QR";

    private final Terminal terminal;
    private final Browser browser;
    private final Surroundings around;

    DeviceLogin(Terminal terminal, Browser browser, Surroundings around) {
        this.terminal = terminal;
        this.browser = browser;
        this.around = around;
    }

    /// Blocks until the person has decided.
    ///
    /// @throws ProblemException `sign_in_failed`, `sign_in_denied` or `sign_in_expired`
    TokenSet signIn(DeviceFlow flow, OAuthClient client) throws InterruptedException {
        DeviceAuthorization authorization =
                switch (flow.start(client)) {
                    case DeviceStart.Started started -> started.authorization();
                    case DeviceStart.Failed(String message) -> throw failed(message);
                };
        show(client, authorization);
        return switch (flow.await(client, authorization)) {
            case SignIn.Authorized(TokenSet tokens) -> tokens;
            case SignIn.Denied _ -> throw refused("sign_in_denied", "authorization was denied");
            case SignIn.Expired _ ->
                    throw refused("sign_in_expired", "device code expired; run the command again");
            case SignIn.Failed(String message) -> throw failed(message);
        };
    }

    private void show(OAuthClient client, DeviceAuthorization authorization) {
        URI page = authorization.verificationUri();
        URI complete = authorization.verificationUriComplete();
        terminal.say(
                "Sign in at "
                        + client.tokenUrl().getRawAuthority()
                        + " as client \""
                        + client.clientId()
                        + "\" to go on.");
        showPicture(complete == null ? page : complete);
        if (authorization.message() != null) {
            terminal.say(authorization.message());
        }
        terminal.say("Open this address in a browser:");
        terminal.say(page.toString());
        terminal.say("and enter this code:");
        terminal.say(authorization.userCode());
        if (complete != null) {
            terminal.say("This address has the code in it:");
            terminal.say(complete.toString());
        }
        terminal.say("The code is valid for " + validity(authorization.expiresIn()) + ".");
        if (around.variable(NO_BROWSER) == null) {
            browser.open(complete == null ? page : complete);
        }
    }

    private void showPicture(URI page) {
        String picture =
                around.variable(NO_QR) == null
                        ? QrPicture.of(page.toASCIIString(), terminal.screen())
                        : null;
        if (picture != null) {
            terminal.err().print(picture);
            terminal.say("Point a telephone at this picture, or go on as follows.");
        }
    }

    private static String validity(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 1) {
            return duration.toSeconds() + " seconds";
        }
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }

    private static ProblemException failed(String message) {
        return refused("sign_in_failed", message);
    }

    private static ProblemException refused(String code, String message) {
        return new Problem(Problem.Kind.UNAUTHENTICATED, code, message).asException();
    }
}
