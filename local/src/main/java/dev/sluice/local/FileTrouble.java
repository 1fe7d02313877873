// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Says in words what a failed file operation means.
final class FileTrouble {
    private FileTrouble() {}

    /// One sentence about a failed operation, with the file's name where there is one.
    static String sentence(IOException e) {
        return e instanceof FileSystemException file
                ? "cannot use file %s: %s".formatted(file.getFile(), reason(e))
                : reason(e);
    }

    /// The reason without the file's name, such as `permission denied`.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "something that is no directory is in the way";
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
