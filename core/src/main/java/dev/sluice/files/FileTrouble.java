// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What is wrong with a file or directory that could not be used, in a person's words. The system's
/// exceptions have the name alone, or a word such as `Input length = 1`.
public final class FileTrouble {
    private FileTrouble() {}

    /// The name, where the failure has one, and the reason.
    public static String sentence(IOException failure) {
        return failure instanceof FileSystemException named
                ? named.getFile() + ": " + reason(failure)
                : reason(failure);
    }

    /// The reason alone, such as `permission denied`.
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "it is not UTF-8";
            case FileAlreadyExistsException _ -> "something that is no directory is in the way";
            case NoSuchFileException _ -> "there is no such file";
            case FileSystemException other when other.getReason() == null -> "it cannot be used";
            case FileSystemException other -> other.getReason();
            case IOException other -> String.valueOf(other.getMessage());
        };
    }
}
