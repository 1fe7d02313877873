// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which settings differ between two configurations, by key; never with their values.
///
/// @param live take effect on a running server
/// @param afterRestart take effect when the server is started again
public record ConfigChanges(List<String> live, List<String> afterRestart) {

    /// Copies the lists.
    public ConfigChanges {
        live = List.copyOf(live);
        afterRestart = List.copyOf(afterRestart);
    }

    /// What `after` says otherwise than `before`.
    public static ConfigChanges between(ServerConfig before, ServerConfig after) {
        Keys live = new Keys();
        admin(before.admin(), after.admin(), live);
        live.compare(
                "admin.internalSigningKey",
                before.internalSigningKey(),
                after.internalSigningKey());
        SluiceConfig was = before.sluice();
        SluiceConfig is = after.sluice();
        live.compare(
                "sluice.access.adminTokenDataAccess",
                was.access().adminTokenDataAccess(),
                is.access().adminTokenDataAccess());
        live.compare(
                "sluice.access.clockSkewSeconds",
                was.access().clockSkewSeconds(),
                is.access().clockSkewSeconds());
        live.compare("sluice.egress", was.egress(), is.egress());
        Keys afterRestart = new Keys();
        afterRestart.compare("sluice.http", was.http(), is.http());
        afterRestart.compare(
                "sluice.access.failedAttemptsPerMinuteMax",
                was.access().failedAttemptsPerMinuteMax(),
                is.access().failedAttemptsPerMinuteMax());
        afterRestart.compare(
                "sluice.access.failedAddressesMax",
                was.access().failedAddressesMax(),
                is.access().failedAddressesMax());
        afterRestart.compare(
                "sluice.access.keyDirectory",
                was.access().keyDirectory(),
                is.access().keyDirectory());
        afterRestart.compare(
                "sluice.access.adminTokenAudience",
                was.access().adminTokenAudience(),
                is.access().adminTokenAudience());
        afterRestart.compare("sluice.data", was.data(), is.data());
        afterRestart.compare("catalog", before.catalog(), after.catalog());
        afterRestart.compare("objectStore", before.bucket(), after.bucket());
        afterRestart.compare("sluice.objectStore", was.objectStore(), is.objectStore());
        afterRestart.compare("sluice.log", was.log(), is.log());
        afterRestart.compare("sluice.ingest", was.ingest(), is.ingest());
        afterRestart.compare("sluice.write", was.write(), is.write());
        afterRestart.compare("sluice.query", was.query(), is.query());
        afterRestart.compare("sluice.audit", was.audit(), is.audit());
        afterRestart.compare("sluice.metrics", was.metrics(), is.metrics());
        afterRestart.compare("sluice.cluster", was.cluster(), is.cluster());
        afterRestart.compare("components.garbage-collector", before.collector(), after.collector());
        afterRestart.compare("components.compactor", before.compaction(), after.compaction());
        return new ConfigChanges(live.differing, afterRestart.differing);
    }

    private static void admin(@Nullable AdminConfig was, @Nullable AdminConfig is, Keys live) {
        if (was == null || is == null) {
            live.compare("admin", was, is);
            return;
        }
        live.compare("admin.identityProvider", was.identityProvider(), is.identityProvider());
        live.compare("admin.jwksEndpoint", was.jwksEndpoint(), is.jwksEndpoint());
        live.compare("admin.users", was.users(), is.users());
        live.compare("admin.issuer", was.issuers(), is.issuers());
        live.compare("admin.audiences", was.audiences(), is.audiences());
        live.compare("admin.acceptIdTokens", was.acceptIdTokens(), is.acceptIdTokens());
    }

    /// Collects the keys whose values differ.
    private static final class Keys {
        private final List<String> differing = new ArrayList<>();

        void compare(String key, @Nullable Object was, @Nullable Object is) {
            if (!Objects.equals(was, is)) {
                differing.add(key);
            }
        }
    }
}
