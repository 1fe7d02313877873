// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.util.List;

/// Objects of a store that are small enough to be held in memory as a whole, beside those that are
/// files. Safe for many threads and for many processes. Every implementation passes
/// `SmallObjectsContract`.
public interface SmallObjects {

    /// Stores some bytes under `path`, unless something is there already. From here on no crash can
    /// lose them.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when the path is taken; nothing changed
    /// @throws IOException when the store failed; the object may or may not be there, or come to be
    ///   there later
    void put(ObjectPath path, byte[] content) throws IOException;

    /// An object's bytes, as the store itself has them now.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is no such object
    byte[] read(ObjectPath path) throws IOException;

    /// Every object whose path starts with `prefix`, sorted by path, with its age. One whose put or
    /// deletion has returned before is seen or not seen for certain.
    List<ListedObject> listWithTimes(String prefix) throws IOException;

    /// Removes an object; succeeds when there is none.
    void delete(ObjectPath path) throws IOException;
}
