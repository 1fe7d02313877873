// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each receipt has one issuer: nobody can skip a step, because the next step's argument cannot be
/// had in any other way.
final class ReceiptsTest {
    private static final JavaClasses SHIPPED = House.shipped();

    @TestFactory
    Stream<DynamicTest> eachReceiptHasOneIssuer() {
        return Stream.of(
                issuer("dev.sluice.model.Grant$ForDatabase", "dev.sluice.auth"),
                issuer("dev.sluice.model.Grant$ForListing", "dev.sluice.auth"),
                issuer("dev.sluice.model.Grant$ForAdministration", "dev.sluice.auth"),
                issuer("dev.sluice.wal.CheckedBatch", "dev.sluice.ingest", "dev.sluice.wal"),
                issuer("dev.sluice.wal.LoggedBatch", "dev.sluice.wal"),
                issuer("dev.sluice.objectstore.StoredFile", "dev.sluice.objectstore"),
                issuer("dev.sluice.catalog.CommitOutcome$Committed", "dev.sluice.catalog"),
                issuer("dev.sluice.catalog.CommitOutcome$Refused", "dev.sluice.catalog"),
                issuer("dev.sluice.catalog.CommitOutcome$Unknown", "dev.sluice.catalog"),
                issuer("dev.sluice.oidc.VerifiedIdentity", "dev.sluice.oidc"));
    }

    private static DynamicTest issuer(String receipt, String... rooms) {
        return DynamicTest.dynamicTest(receipt, () -> check(receipt, rooms));
    }

    private static void check(String receipt, String... rooms) {
        assertThat(SHIPPED.contain(receipt)).as("the receipt is a class of ours").isTrue();
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(rooms).map(room -> room + "..").toArray(String[]::new))
                .should()
                .callConstructorWhere(makes(receipt))
                .because(receipt + " proves a step of " + String.join(", ", rooms) + " alone")
                .check(SHIPPED);
    }

    private static DescribedPredicate<JavaConstructorCall> makes(String receipt) {
        return DescribedPredicate.describe(
                "make a " + receipt, call -> call.getTargetOwner().getName().equals(receipt));
    }
}
