// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import tools.jackson.databind.JsonNode;

/// The JSON of the cluster itself (admin.md 4.6). Short form and account form are the same: the ids
/// are in both. Reading throws the [dev.sluice.model.Problem] `invalid_body` for anything that is
/// not of the right form.
public final class ClusterCodec {
    private ClusterCodec() {}

    /// The cluster.
    public static byte[] write(ClusterBody cluster) {
        return Json.writeObject(json -> {
            AccountForm.write(json, cluster.ids());
            json.writeStringProperty("name", cluster.name());
            json.writeStringProperty("state", cluster.state());
            json.writeStringProperty("url", cluster.url());
            json.writeStringProperty("version", cluster.version());
            Json.writeTime(json, "createdAt", cluster.createdAt());
        });
    }

    /// The cluster, as [#write] wrote it.
    public static ClusterBody read(byte[] body) {
        JsonNode json = Json.readObject(body);
        return new ClusterBody(
                new ClusterIds(
                        Json.requireUuid(json, "accountId"), Json.requireUuid(json, "clusterId")),
                Json.requireText(json, "name"),
                Json.requireText(json, "state"),
                Json.requireText(json, "url"),
                Json.requireText(json, "version"),
                Json.findTime(json, "createdAt"));
    }
}
