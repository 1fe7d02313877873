// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

/// The JSON of a request for another name, `{"name":"…"}` (admin.md 4.4).
public final class NameCodec {
    private NameCodec() {}

    /// The new name; not yet checked.
    public static String read(byte[] body) {
        return Json.requireText(Json.readObject(body), "name");
    }

    /// A request for a new name.
    public static byte[] write(String name) {
        return Json.writeObject(json -> json.writeStringProperty("name", name));
    }
}
