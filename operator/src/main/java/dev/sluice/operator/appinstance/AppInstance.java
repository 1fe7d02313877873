// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// The custom resource. Its `spec` is left as it came, so that one with a mistake can be read, and
/// answered, too; [SpecReader] makes types of it.
@Group(AppInstance.GROUP)
@Version(AppInstance.VERSION)
@Kind(AppInstance.KIND)
@Plural("appinstances")
@Singular("appinstance")
public final class AppInstance extends CustomResource<JsonNode, AppInstanceStatus>
        implements Namespaced {
    /// The documented group.
    public static final String GROUP = "kubecfg.dev";

    /// The documented version.
    public static final String VERSION = "v1alpha1";

    /// The documented kind.
    public static final String KIND = "AppInstance";

    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable JsonNode initSpec() {
        return null;
    }

    @Override
    protected @Nullable AppInstanceStatus initStatus() {
        return null;
    }
}
