// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The sample set `home` (data.md 8.1): two rooms, 2022-01-01 from 8 to 20 o'clock.
final class HomeSensors {
    /// Hour, then temp, hum and co of the kitchen, then of the living room.
    private static final List<String> HOURS =
            List.of(
                    "08 21.0 35.9 0 21.1 35.9 0",
                    "09 23.0 36.2 0 21.4 35.9 0",
                    "10 22.7 36.1 0 21.8 36.0 0",
                    "11 22.4 36.0 0 22.2 36.0 0",
                    "12 22.5 36.0 0 22.2 35.9 0",
                    "13 22.8 36.5 1 22.4 36.0 0",
                    "14 22.8 36.3 1 22.3 36.1 0",
                    "15 22.7 36.2 3 22.3 36.1 1",
                    "16 22.4 36.0 7 22.4 36.0 4",
                    "17 22.7 36.0 9 22.6 35.9 5",
                    "18 23.3 36.9 18 22.8 36.2 9",
                    "19 23.1 36.6 22 22.5 36.3 14",
                    "20 22.7 36.5 26 22.2 36.4 17");

    private HomeSensors() {}

    /// The points as line protocol, sorted by series.
    static String[] lines() {
        List<String> lines = new ArrayList<>();
        add("Kitchen", 1, lines);
        add("Living\\ Room", 4, lines);
        return lines.toArray(String[]::new);
    }

    private static void add(String room, int first, List<String> lines) {
        for (String hour : HOURS) {
            String[] values = hour.split(" ", -1);
            long seconds = Instant.parse("2022-01-01T" + values[0] + ":00:00Z").getEpochSecond();
            lines.add(
                    "home,room="
                            + room
                            + " temp="
                            + values[first]
                            + ",hum="
                            + values[first + 1]
                            + ",co="
                            + values[first + 2]
                            + "i "
                            + seconds
                            + "000000000");
        }
    }
}
