// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.peer;

import dev.sluice.buffer.BufferHeld;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.UUID;

/// What a copy of a table's rows has, and of whose buffer, as words of a request:
/// `PROCESS.GENERATION.FROZEN.LIVE`.
///
/// @param process whose buffer, new at each start
/// @param held how much of it
record HeldWords(UUID process, BufferHeld held) {
    /// Of nobody's.
    static final HeldWords NOTHING = new HeldWords(new UUID(0, 0), BufferHeld.NOTHING);

    private static final int PARTS = 4;

    /// The words.
    String text() {
        return process + "." + held.generation() + "." + held.frozen() + "." + held.live();
    }

    /// What the words say.
    ///
    /// @throws ProblemException *invalid* when they say nothing
    static HeldWords read(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == PARTS) {
                BufferHeld held =
                        new BufferHeld(
                                Long.parseLong(parts[1]),
                                Integer.parseUnsignedInt(parts[2]),
                                Integer.parseUnsignedInt(parts[3]));
                return new HeldWords(UUID.fromString(parts[0]), held);
            }
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(problem(), malformed);
        }
        throw problem().asException();
    }

    private static Problem problem() {
        return Problem.invalid("invalid_held", "held must be PROCESS.GENERATION.FROZEN.LIVE");
    }
}
