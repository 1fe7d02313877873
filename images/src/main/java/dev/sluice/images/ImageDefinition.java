// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.images;

import dev.sluice.dist.Product;
import java.util.List;
import java.util.Map;

/// One image: which program is in it, and how it is run when nobody says otherwise.
///
/// @param product the program; its name is the image's
/// @param title in the words of a list of images
/// @param arguments of the program
/// @param environment variables that it runs with, beside those of all images
/// @param home the directory of the user, in which the program may write; where it runs
/// @param keeps whether what lies in `home` is to outlive a container
/// @param ports where it listens
record ImageDefinition(
        Product product,
        String title,
        List<String> arguments,
        Map<String, String> environment,
        String home,
        boolean keeps,
        List<Integer> ports) {

    /// Listens on every address, since a container's loopback reaches nobody.
    static final ImageDefinition SERVER =
            new ImageDefinition(
                    Product.SERVER,
                    "Sluice",
                    List.of("serve", "--data-dir", "/var/lib/sluice"),
                    Map.of("SLUICE_HTTP_BIND_ADDRESS", "0.0.0.0"),
                    "/var/lib/sluice",
                    true,
                    List.of(8086));

    static final ImageDefinition COMMAND_LINE =
            new ImageDefinition(
                    Product.COMMAND_LINE,
                    "influxctl of Sluice",
                    List.of(),
                    Map.of(),
                    "/home/influxctl",
                    false,
                    List.of());

    /// Where it is told otherwise, by what the chart says.
    static final ImageDefinition OPERATOR =
            new ImageDefinition(
                    Product.OPERATOR,
                    "Operator of Sluice",
                    List.of("run"),
                    Map.of(),
                    "/home/sluice-operator",
                    false,
                    List.of(8080));

    /// All images. One more is one more entry, and a dependency of this module that has its program
    /// built before.
    static final List<ImageDefinition> ALL = List.of(SERVER, COMMAND_LINE, OPERATOR);

    /// Copies the collections.
    ImageDefinition {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
    }

    String name() {
        return product.name();
    }

    /// Where the program lies in the image; the same as in its Debian package.
    String place() {
        return "/usr/lib/" + name();
    }
}
