// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What can be switched (admin.md 6.1). Those without a word of their own are accepted and change
/// nothing here.
public enum FeatureFlag {
    /// No effect.
    @JsonProperty("clusteredAuth")
    CLUSTERED_AUTH,
    /// Every container may use what it asks for and no more.
    @JsonProperty("enableDefaultResourceLimits")
    ENABLE_DEFAULT_RESOURCE_LIMITS,
    /// Dashboards for Grafana are there.
    @JsonProperty("grafana")
    GRAFANA,
    /// No effect.
    @JsonProperty("localTracing")
    LOCAL_TRACING,
    /// No effect: probes are HTTP.
    @JsonProperty("noGrpcProbes")
    NO_GRPC_PROBES,
    /// A pod counts as soon as it is ready.
    @JsonProperty("noMinReadySeconds")
    NO_MIN_READY_SECONDS,
    /// No effect: no Prometheus is run.
    @JsonProperty("noPrometheus")
    NO_PROMETHEUS,
    /// As `observability.serviceMonitor` with its defaults.
    @JsonProperty("serviceMonitor")
    SERVICE_MONITOR,
    /// No effect.
    @JsonProperty("useLicensedBinaries")
    USE_LICENSED_BINARIES
}
