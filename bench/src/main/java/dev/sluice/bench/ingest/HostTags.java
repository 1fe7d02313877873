// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.util.List;
import java.util.Random;

/// The ten tags of a computer, as the Time Series Benchmark Suite draws them.
final class HostTags {
    private static final List<String> REGIONS =
            List.of(
                    "us-east-1",
                    "us-west-1",
                    "us-west-2",
                    "eu-west-1",
                    "eu-central-1",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ap-northeast-1",
                    "sa-east-1");
    private static final String ZONES = "abc";
    private static final int RACKS = 100;
    private static final List<String> SYSTEMS =
            List.of("Ubuntu16.10", "Ubuntu16.04LTS", "Ubuntu15.10");
    private static final List<String> ARCHITECTURES = List.of("x64", "x86");
    private static final List<String> TEAMS = List.of("SF", "NYC", "LON", "CHI");
    private static final int SERVICES = 20;
    private static final int VERSIONS = 2;
    private static final List<String> ENVIRONMENTS = List.of("production", "staging", "test");

    private HostTags() {}

    /// A line of a computer up to its first field: measurement, tags, a space.
    ///
    /// @param host its number
    /// @param random draws everything else
    static String lineStart(int host, Random random) {
        String region = any(REGIONS, random);
        char zone = ZONES.charAt(random.nextInt(ZONES.length()));
        return "cpu,hostname=host_%d,region=%s,datacenter=%s%c,rack=%d,os=%s,arch=%s,team=%s,"
                        .formatted(
                                host,
                                region,
                                region,
                                zone,
                                random.nextInt(RACKS),
                                any(SYSTEMS, random),
                                any(ARCHITECTURES, random),
                                any(TEAMS, random))
                + "service=%d,service_version=%d,service_environment=%s "
                        .formatted(
                                random.nextInt(SERVICES),
                                random.nextInt(VERSIONS),
                                any(ENVIRONMENTS, random));
    }

    private static String any(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
