// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Points of `m1` and `m2` in batches as writers send them: most newer than those before, some
/// late, some of a point that is there; with a tag and a field that are new in later batches, and
/// one field that is of another type in the other measurement.
///
/// @param random decides everything
/// @param startNanos the earliest
/// @param days how long they last
record LatePoints(Random random, long startNanos, int days) {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long DAY_MINUTES = 1_440;
    private static final int MARGIN_MINUTES = 120;
    private static final int LINES_MAX = 90;
    private static final String[] HOSTS = {"a", "b", "c", "d\\ e"};
    private static final String[] REGIONS = {"eu", "us", "Us"};

    /// An instant among them, or shortly before or after.
    long nanos(Random chosen) {
        long minute = chosen.nextLong(days * DAY_MINUTES + 2 * MARGIN_MINUTES) - MARGIN_MINUTES;
        return startNanos + minute / 30 * 30 * MINUTE_NANOS + chosen.nextInt(2);
    }

    /// Lines of line protocol.
    List<String[]> batches() {
        int count = 2 + random.nextInt(5);
        List<String[]> batches = new ArrayList<>();
        for (int batch = 0; batch < count; batch++) {
            List<String> lines = new ArrayList<>();
            if (batch == 0) {
                // Each column is there.
                lines.add(
                        "m1,host=a,region=eu,zone=z f=0.25,i=1i,s=\"x\",b=true,u=3u,g=1.5 "
                                + startNanos);
                lines.add("m2,host=a f=0.25,j=1i,i=2.5 " + startNanos);
            }
            boolean more = batch > 0 && random.nextInt(3) == 0;
            for (int k = random.nextInt(LINES_MAX); k >= 0; k--) {
                lines.add(line(more) + " " + time(batch, count));
            }
            batches.add(lines.toArray(String[]::new));
        }
        return batches;
    }

    private long time(int batch, int count) {
        long all = days * DAY_MINUTES;
        boolean late = random.nextInt(6) == 0;
        long minute =
                late ? random.nextLong(all) : all / count * batch + random.nextLong(all / count);
        return startNanos
                + minute / 30 * 30 * MINUTE_NANOS
                + (random.nextInt(6) == 0 ? random.nextInt(3) : 0);
    }

    private String line(boolean more) {
        boolean first = random.nextInt(4) > 0;
        StringBuilder line = new StringBuilder(first ? "m1" : "m2");
        if (random.nextInt(9) > 0) {
            line.append(",host=").append(HOSTS[random.nextInt(HOSTS.length)]);
        }
        if (first && random.nextInt(3) > 0) {
            line.append(",region=").append(REGIONS[random.nextInt(REGIONS.length)]);
        }
        if (more && random.nextInt(3) == 0) {
            line.append(",zone=").append(random.nextBoolean() ? "z" : "y");
        }
        List<String> fields = new ArrayList<>();
        field(fields, 7, "f=" + (random.nextInt(81) - 40) / 4.0);
        if (first) {
            field(fields, 6, "i=" + (random.nextInt(19) - 9) + "i");
            field(fields, 4, "s=\"" + "xyz".charAt(random.nextInt(3)) + "\"");
            field(fields, 4, "b=" + random.nextBoolean());
            field(fields, 3, "u=" + random.nextInt(6) + "u");
            field(fields, more ? 6 : 0, "g=" + random.nextInt(9) / 2.0);
        } else {
            field(fields, 5, "j=" + random.nextInt(9) + "i");
            field(fields, 5, "i=" + random.nextInt(9) / 2.0);
        }
        return line + " " + (fields.isEmpty() ? "f=0.5" : String.join(",", fields));
    }

    private void field(List<String> fields, int ofTen, String field) {
        if (random.nextInt(10) < ofTen) {
            fields.add(field);
        }
    }
}
