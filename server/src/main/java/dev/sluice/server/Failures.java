// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What the JDK's exceptions of files mean, in words; their own messages are often only a path.
final class Failures {
    private Failures() {}

    static String sentence(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileAlreadyExistsException file -> file.getFile() + " is not a directory";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException system -> reason(system);
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    private static String reason(FileSystemException system) {
        String reason = system.getReason();
        return system.getFile() + (reason == null ? "" : ": " + reason);
    }
}
