// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which rows of `docs/reference/conformance` a test proves: it fails when the product does
/// not do what the row says, or one of the things that the row says.
///
/// The build makes `docs/reference/conformance.md` and `conformance-data.md` beside it of these and
/// fails when the committed files say otherwise. A row without a test is open; a row is not claimed
/// for a part of it.
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conforms {
    /// The rows, such as `A-12` or `D-12`.
    String[] value();
}
