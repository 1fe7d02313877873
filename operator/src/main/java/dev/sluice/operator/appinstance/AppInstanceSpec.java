// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `spec` of an AppInstance.
///
/// @param content `package`: what is to run, and how
/// @param imagePullSecrets none or one (admin.md 6.1)
/// @param pause whether everything is left as it is
public record AppInstanceSpec(
        @JsonProperty("package") Content content, List<Named> imagePullSecrets, boolean pause) {

    /// @throws IllegalArgumentException without `package`, and with more than one Secret
    public AppInstanceSpec(
            @JsonProperty("package") @Nullable Content content,
            @Nullable List<Named> imagePullSecrets,
            boolean pause) {
        this.content = Required.member(content, "package");
        this.imagePullSecrets =
                List.copyOf(Objects.requireNonNullElse(imagePullSecrets, List.of()));
        this.pause = pause;
        if (imagePullSecrets != null && imagePullSecrets.size() != 1) {
            throw new IllegalArgumentException(
                    "imagePullSecrets must have exactly one entry, or be left out");
        }
    }

    /// `spec.package`.
    ///
    /// @param image the server's, with its tag
    /// @param apiVersion of `spec`
    /// @param spec the settings
    public record Content(String image, String apiVersion, PackageSpec spec) {
        private static final String API_VERSION = "influxdata.com/v1alpha1";

        /// @throws IllegalArgumentException when something is missing, or of another version
        public Content {
            Required.text(image, "image");
            Required.text(apiVersion, "apiVersion");
            Required.member(spec, "spec");
            if (!apiVersion.equals(API_VERSION)) {
                throw new IllegalArgumentException("apiVersion must be " + API_VERSION);
            }
        }
    }

    /// A reference by name.
    ///
    /// @param name of the object
    public record Named(String name) {
        /// @throws IllegalArgumentException without a name
        public Named {
            Required.text(name, "name");
        }
    }
}
