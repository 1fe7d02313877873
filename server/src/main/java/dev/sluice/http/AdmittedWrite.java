// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.model.Grant;

/// A write whose sender may write.
///
/// @param call the request
/// @param request its headers and parameters
/// @param grant the proof
/// @param errors how its path says no
record AdmittedWrite(Call call, WriteRequest request, Grant.ForDatabase grant, DataErrors errors) {}
