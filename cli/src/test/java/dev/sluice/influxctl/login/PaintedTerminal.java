// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a telephone sees that is pointed at a terminal: characters of half blocks as pixels, in
/// front of the empty rest of the screen.
public final class PaintedTerminal {
    /// The shades of characters and of what is behind them.
    ///
    /// @param ink of a block
    /// @param paper behind it
    public record Shades(int ink, int paper) {
        /// As most terminals are.
        public static final Shades LIGHT_ON_DARK = new Shades(0xe6e6e6, 0x202020);

        /// As some are.
        public static final Shades DARK_ON_LIGHT = new Shades(0x202020, 0xf0f0f0);
    }

    /// The pixels of half a character, which is as wide as high.
    private static final int MODULE = 6;

    /// The empty screen around the picture, in halves of a character.
    private static final int AROUND = 12;

    private final int side;
    private final int[] pixels;

    /// @param lines of blocks and spaces, all of one length
    public PaintedTerminal(List<String> lines, Shades shades) {
        int columns = lines.getFirst().length();
        side = (Math.max(columns, 2 * lines.size()) + 2 * AROUND) * MODULE;
        pixels = new int[side * side];
        Arrays.fill(pixels, shades.paper());
        for (int row = 0; row < lines.size(); row++) {
            for (int column = 0; column < columns; column++) {
                char block = lines.get(row).charAt(column);
                if (block == '\u2588' || block == '\u2580') {
                    paint(column, 2 * row, shades.ink());
                }
                if (block == '\u2588' || block == '\u2584') {
                    paint(column, 2 * row + 1, shades.ink());
                }
            }
        }
    }

    private void paint(int column, int halfRow, int shade) {
        for (int y = 0; y < MODULE; y++) {
            int start = ((halfRow + AROUND) * MODULE + y) * side + (column + AROUND) * MODULE;
            Arrays.fill(pixels, start, start + MODULE, shade);
        }
    }

    /// The text of the code that is found there; null when none is. As a telephone does, it looks
    /// at light and dark the other way round too, and does not mind how it is held: one code in
    /// hundreds has a pattern among its data that misleads the decoder in one position.
    public @Nullable String read() {
        int[] seen = pixels;
        for (int turn = 0; turn < 4; turn++) {
            LuminanceSource image = new RGBLuminanceSource(side, side, seen);
            String upright = read(image);
            String text = upright == null ? read(image.invert()) : upright;
            if (text != null) {
                return text;
            }
            seen = turned(seen);
        }
        return null;
    }

    private int[] turned(int[] image) {
        int[] turned = new int[image.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                turned[x * side + side - 1 - y] = image[y * side + x];
            }
        }
        return turned;
    }

    private static @Nullable String read(LuminanceSource seen) {
        try {
            return new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(seen)),
                            Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        } catch (ReaderException _) {
            return null;
        }
    }
}
