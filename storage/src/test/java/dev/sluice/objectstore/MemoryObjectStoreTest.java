// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

final class MemoryObjectStoreTest implements ObjectStoreContract, SmallObjectsContract {
    private final Map<Path, ObjectStore> stores = new HashMap<>();

    @Override
    public ObjectStore open(Path directory) {
        return stores.computeIfAbsent(directory, _ -> new MemoryObjectStore());
    }

    @Override
    public SmallObjects openSmall(Path directory) {
        return new MemoryObjectStore();
    }
}
