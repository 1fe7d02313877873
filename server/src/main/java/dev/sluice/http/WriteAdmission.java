// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import dev.sluice.auth.Decision;
import dev.sluice.model.Action;
import dev.sluice.model.Grant;

/// Lets a write in, or says no: credentials, encoding, body, in this order.
///
/// @param gate decides who may write
/// @param work takes those that are let in
record WriteAdmission(DatabaseDecider gate, WriteWork work) {

    HttpResponse answer(Call call, WriteRequest request, DataErrors errors)
            throws InterruptedException {
        Decision<Grant.ForDatabase> decision =
                gate.decide(request.credential(), Action.WRITE, request.database(), call.origin());
        if (!(decision instanceof Decision.Allowed<Grant.ForDatabase>(Grant.ForDatabase grant))) {
            return errors.refused(call, decision);
        }
        if (!request.encodingKnown()) {
            return errors.answer(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unacceptable content-encoding: " + request.encoding());
        }
        try (Body received = call.body(work.bodyBytesMax())) {
            return work.take(new AdmittedWrite(call, request, grant, errors), received);
        }
    }
}
