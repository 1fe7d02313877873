// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
/// Which objects a cluster consists of: a pure function of what its AppInstance says. Nothing here
/// asks an API server, a clock or a file.
///
/// [DesiredState] puts the list together; each kind of object is rendered in one class: [Workloads]
/// and [Pods], [Services], [Ingresses] with [Routes] and [Gateways], [ServerFiles] (what servers
/// read), [TokenJobs], [Policies], [Monitors].
@NullMarked
package dev.sluice.operator.plan;

import org.jspecify.annotations.NullMarked;
