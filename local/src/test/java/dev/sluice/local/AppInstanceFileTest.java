// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppInstanceFileTest {
    private static final URI KEYS = URI.create("http://localhost:8180/realms/r/certs");

    @Test
    void hasTheShapeOfTheDocumentation() {
        var user = new User("1234", "Ada", "Love \"lace\"", "ada@example.com");
        var file =
                new AppInstanceFile(
                        8086, Path.of("/data"), new Administration(KEYS, List.of(user)));

        assertThat(withoutComments(file.render()))
                .isEqualTo(
                        """
                        apiVersion: kubecfg.dev/v1alpha1
                        kind: AppInstance
                        spec:
                          package:
                            spec:
                              admin:
                                identityProvider: keycloak
                                jwksEndpoint: |-
                                  http://localhost:8180/realms/r/certs
                                users:
                                  - id: "1234"
                                    firstName: "Ada"
                                    lastName: "Love \\"lace\\""
                                    email: "ada@example.com"
                              sluice:
                                http:
                                  port: 8086
                                data:
                                  directory: "/data"
                        """);
    }

    @Test
    void leavesTheSectionAdminOutWithoutAProvider() {
        assertThat(withoutComments(new AppInstanceFile(80, Path.of("/data"), null).render()))
                .isEqualTo(
                        """
                        apiVersion: kubecfg.dev/v1alpha1
                        kind: AppInstance
                        spec:
                          package:
                            spec:
                              sluice:
                                http:
                                  port: 80
                                data:
                                  directory: "/data"
                        """);
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?m)^#.*\\R", "");
    }
}
