// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.influxctl.output.Screen;
import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import org.jspecify.annotations.Nullable;

/// An address as a picture that a telephone reads: two rows of it in each line of half blocks,
/// light on dark as terminals mostly are, and in these colours where there are any.
final class QrPicture {
    /// Longer addresses make pictures that no terminal has room for.
    static final int CHARACTERS_MAX = 300;

    /// The lines of text that stand below the picture and belong to it.
    private static final int TEXT_ROWS = 10;

    /// The light rim without which nothing is read; the standard wants 4, readers are content with
    /// 2.
    private static final int RIM = 2;

    private static final String LIGHT_ON_DARK = "\u001b[40;97m";
    private static final String END = "\u001b[0m";

    private QrPicture() {}

    /// The picture, each line ended by a line feed; null where it does not fit or cannot be drawn.
    static @Nullable String of(String address, Screen screen) {
        if (!screen.tells() || address.length() > CHARACTERS_MAX) {
            return null;
        }
        QrCode code;
        try {
            code = QrCode.encodeText(address, QrCode.Ecc.LOW);
        } catch (DataTooLongException _) {
            return null;
        }
        int side = code.size + 2 * RIM;
        Screen.Size room = screen.size().get();
        boolean fits = side <= room.columns() && (side + 1) / 2 + TEXT_ROWS <= room.rows();
        return fits ? drawn(code, side, screen.colours()) : null;
    }

    private static String drawn(QrCode code, int side, boolean colours) {
        StringBuilder picture = new StringBuilder();
        for (int y = 0; y < side; y += 2) {
            picture.append(colours ? LIGHT_ON_DARK : "");
            for (int x = 0; x < side; x++) {
                boolean upper = isLight(code, x, y);
                boolean lower = y + 1 < side && isLight(code, x, y + 1);
                picture.append(upper ? (lower ? '\u2588' : '\u2580') : (lower ? '\u2584' : ' '));
            }
            picture.append(colours ? END : "").append('\n');
        }
        return picture.toString();
    }

    /// Everything around the code is light.
    private static boolean isLight(QrCode code, int x, int y) {
        return !code.getModule(x - RIM, y - RIM);
    }
}
