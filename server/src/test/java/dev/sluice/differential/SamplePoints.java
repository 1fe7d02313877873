// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What is written into both databases. Floats are multiples of a quarter, so that sums are exact
/// in whatever order they are made.
public final class SamplePoints {
    private static final List<String> HOSTS = List.of("a", "b", "c");
    private static final int[] STEPS = {3, 5, 7, 11, 20};
    private static final int POINTS = 40;
    private static final int FAR_POINTS = 20;

    private SamplePoints() {}

    /// Lines of line protocol.
    public static String lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (String host : HOSTS) {
            series(host, random, lines);
        }
        for (int k = 0; k < FAR_POINTS; k++) {
            lines.add(
                    "m2,host="
                            + HOSTS.get(random.nextInt(2))
                            + " f="
                            + k
                            + ",j="
                            + k * 2
                            + "i "
                            + (k * 13 + 1)
                            + "000000000");
        }
        for (String start : List.of("2020-03-28T20:00:00Z", "2020-10-24T20:00:00Z")) {
            for (int hour = 0; hour < 36; hour++) {
                lines.add(
                        "clock v="
                                + (hour % 5)
                                + "i "
                                + Instant.parse(start).plusSeconds(3600L * hour).getEpochSecond()
                                + "000000000");
            }
        }
        lines.add("odd\\ name,tag\\ key=x\\,y,tag=t field\\ key=1,\"q\"=2 1000000000");
        lines.add(
                "odd\\ name,tag\\ key=ü field\\ key=3,text=\"a \\\"b\\\" \\\\ <&> \u2028ü\" 2000000001");
        lines.add("gap f=1 1000000000");
        lines.add("gap f=9 50000000000");
        lines.add("wide f=1e300,g=-0.0,h=1e-7 1");
        lines.add("wide f=123456789012345680000,g=1e21,h=0.1 2000");
        lines.add("wide f=1e20,g=-2.5e-8,h=100000000 3000000");
        lines.add("wide i=9223372036854775807i,h=3 4000000000");
        lines.add("wide i=-9223372036854775808i,h=3.5 -5000000000");
        lines.add("pair,a=x,b=x v=1 1000000000");
        lines.add("pair v=2 2000000000");
        lines.add("pair,a=x v=3 3000000000");
        lines.add("pair,a=x,b=y v=4 4000000000");
        lines.add("kind1,h=1 v=1.5,w=1 1000000000");
        lines.add("kind2,h=2 v=\"x\",w=3 1000000000");
        lines.add("kind2,h=2 v=\"y\" 2000000000");
        lines.add("kind3,h=1 v=7i,w=4 1000000000");
        lines.add("kind4,h=9 v=true,w=5 1000000000");
        lines.add("kind5,v=x w=6 1000000000");
        return String.join("\n", lines);
    }

    /// No two points of the measurement have one time.
    private static void series(String host, Random random, List<String> lines) {
        int second = 0;
        for (int k = 0; k < POINTS; k++) {
            second += STEPS[random.nextInt(STEPS.length)];
            List<String> fields = new ArrayList<>();
            if (random.nextInt(10) < 8) {
                fields.add("f=" + (random.nextInt(161) - 80) / 4.0);
            }
            if (random.nextInt(10) < 7) {
                fields.add("i=" + (random.nextInt(19) - 9) + "i");
            }
            if (random.nextInt(10) < 4) {
                fields.add("s=\"" + "xyz".charAt(random.nextInt(3)) + "\"");
            }
            if (random.nextInt(10) < 4) {
                fields.add("b=" + random.nextBoolean());
            }
            if (fields.isEmpty()) {
                fields.add("f=0.5");
            }
            String region = host.equals("c") ? "" : ",region=" + (host.equals("a") ? "eu" : "us");
            lines.add(
                    "m1,host="
                            + host
                            + region
                            + " "
                            + String.join(",", fields)
                            + " "
                            + second
                            + "00000000"
                            + HOSTS.indexOf(host));
        }
    }
}
