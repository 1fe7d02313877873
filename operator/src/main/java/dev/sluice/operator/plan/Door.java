// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import java.util.List;

/// Which path from outside leads to which role.
///
/// @param path what a request's path begins with
/// @param role who answers
/// @param grpc whether it is gRPC
record Door(String path, Role role, boolean grpc) {
    /// The longest paths first, for those who take the first that fits.
    static final List<Door> ALL =
            List.of(
                    new Door("/arrow.flight.protocol.FlightService", Role.QUERIER, true),
                    new Door("/api/v0", Role.ADMIN, false),
                    new Door("/api", Role.ROUTER, false),
                    new Door("/health", Role.ROUTER, false),
                    new Door("/ping", Role.ROUTER, false),
                    new Door("/query", Role.QUERIER, false),
                    new Door("/write", Role.ROUTER, false));

    /// The paths of one of the two protocols.
    static List<Door> of(boolean grpc) {
        return ALL.stream().filter(door -> door.grpc == grpc).toList();
    }
}
