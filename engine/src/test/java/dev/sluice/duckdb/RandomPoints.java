// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Points of a table `t` with tags `k` and `m` and fields `x`, `y`, `s` and `b`, any of which may
/// be missing, at few times, so that files and buffer hold the same points.
///
/// @param keys how many values `k` has
/// @param linesMax of a file, or a batch of the buffer
/// @param whole whether each point has `x` and `y`
record RandomPoints(Random random, int keys, int linesMax, boolean whole) {
    private static final long DAY_NANOS = 86_400_000_000_000L;

    /// Puts points into files and into the buffer, which is newer than all files.
    void fill(QueryFixture db) throws IOException {
        fill(db, "t");
    }

    /// The same of another table.
    void fill(QueryFixture db, String table) throws IOException {
        db.files(table + ",k=k0,m=m0 x=0,y=0i,s=\"\",b=true 0");
        int parts = 1 + random.nextInt(6);
        for (int part = 0; part < parts; part++) {
            String[] lines = lines(table);
            if (random.nextInt(3) == 0) {
                db.buffer(lines);
            } else {
                db.files(lines);
            }
        }
        db.buffer(lines(table));
    }

    /// Puts more points into the buffer.
    void more(QueryFixture db) {
        db.buffer(lines("t"));
    }

    private String[] lines(String table) {
        String[] lines = new String[1 + random.nextInt(linesMax)];
        for (int i = 0; i < lines.length; i++) {
            lines[i] =
                    table
                            + (random.nextInt(8) == 0 ? "" : ",k=k" + random.nextInt(keys))
                            + (random.nextInt(3) == 0 ? "" : ",m=m" + random.nextInt(3))
                            + " "
                            + String.join(",", fields())
                            + " "
                            // Two days, so that there are partitions.
                            + (random.nextInt(2) * DAY_NANOS + random.nextInt(20));
        }
        return lines;
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        if (whole || random.nextInt(4) > 0) {
            fields.add("x=" + random.nextInt(100) / 4.0);
        }
        if (whole || random.nextBoolean()) {
            fields.add("y=" + random.nextInt(50) + "i");
        }
        if (random.nextInt(3) == 0) {
            fields.add("s=\"s" + random.nextInt(5) + "\"");
        }
        if (fields.isEmpty() || random.nextInt(4) == 0) {
            fields.add("b=" + random.nextBoolean());
        }
        return fields;
    }
}
