// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.catalog.Duty;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import java.util.Arrays;
import java.util.Optional;

/// What one process does.
enum Role {
    /// Everything.
    ALL("all") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new Assembly(config, source, host).start();
        }
    },

    /// It takes writes and hands them on to a process that does everything.
    ROUTER("router") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new RouterAssembly(config, source, host).start();
        }
    },

    /// It answers queries, beside a process that does everything.
    QUERIER("querier") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new QuerierAssembly(config, source, host).start();
        }
    },

    /// It merges files, beside a process that does everything.
    COMPACTOR("compactor") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new UpkeepAssembly(config, source, host, Duty.MERGING).start();
        }
    },

    /// It removes what has ended, and makes snapshots of the catalog, beside a process that does
    /// everything.
    GARBAGE_COLLECTOR("garbage-collector") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new UpkeepAssembly(config, source, host, Duty.COLLECTING).start();
        }
    },

    /// It administers, beside a process that does everything.
    ADMIN("admin") {
        @Override
        RunningServer start(ServerConfig config, ConfigSource source, Host host) {
            return new AdminAssembly(config, source, host).start();
        }
    };

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// As it is written.
    String word() {
        return word;
    }

    /// The role of a word.
    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    /// Starts a server of this role, as its assembly does.
    abstract RunningServer start(ServerConfig config, ConfigSource source, Host host);
}
