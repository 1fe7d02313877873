// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.util.ArrayList;
import java.util.List;

/// The sample sets of data.md section 8, as line protocol.
final class SampleData {
    private static final long START_SECONDS = 1_641_024_000L;

    private static final double[][] KITCHEN = {
        {21.0, 35.9, 0}, {23.0, 36.2, 0}, {22.7, 36.1, 0}, {22.4, 36.0, 0}, {22.5, 36.0, 0},
        {22.8, 36.5, 1}, {22.8, 36.3, 1}, {22.7, 36.2, 3}, {22.4, 36.0, 7}, {22.7, 36.0, 9},
        {23.3, 36.9, 18}, {23.1, 36.6, 22}, {22.7, 36.5, 26}
    };

    private static final double[][] LIVING_ROOM = {
        {21.1, 35.9, 0}, {21.4, 35.9, 0}, {21.8, 36.0, 0}, {22.2, 36.0, 0}, {22.2, 35.9, 0},
        {22.4, 36.0, 0}, {22.3, 36.1, 0}, {22.3, 36.1, 1}, {22.4, 36.0, 4}, {22.6, 35.9, 5},
        {22.8, 36.2, 9}, {22.5, 36.3, 14}, {22.2, 36.4, 17}
    };

    private SampleData() {}

    /// 8.1: 26 points from 2022-01-01T08:00:00Z to 20:00:00Z.
    static String[] home() {
        List<String> lines = new ArrayList<>();
        room(lines, "Kitchen", KITCHEN);
        room(lines, "Living\\ Room", LIVING_ROOM);
        return lines.toArray(String[]::new);
    }

    private static void room(List<String> lines, String room, double[][] values) {
        for (int hour = 0; hour < values.length; hour++) {
            double[] value = values[hour];
            lines.add(
                    "home,room=%s temp=%s,hum=%s,co=%di %d000000000"
                            .formatted(
                                    room,
                                    value[0],
                                    value[1],
                                    (long) value[2],
                                    START_SECONDS + 3600L * hour));
        }
    }

    /// 8.2: `prod_line` at 08 to 12 h.
    static String[] productionLine() {
        return new String[] {
            "prod_line,station=B1 produced=26i 1641024000000000000",
            "prod_line,station=B1 produced=54i 1641027600000000000",
            "prod_line,station=B1 produced=56i 1641031200000000000",
            "prod_line,station=B1 other=1i 1641034800000000000",
            "prod_line,station=B1 produced=82i,other=1i 1641038400000000000"
        };
    }

    /// 8.2: `errors` at 10 and 11 h.
    static String[] errors() {
        return new String[] {
            "errors,level=warn,station=B1 message=\"Maintenance required\" 1641031200000000000",
            "errors,level=crit,station=B1 message=\"Station offline\" 1641034800000000000"
        };
    }
}
