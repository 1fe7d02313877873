// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Things that make code untestable or unpredictable stay in the few classes that are named here.
final class BansTest {
    private static final JavaClasses SHIPPED = House.shipped();

    /// The programs' entry points and assemblies: the only ones that read the surroundings or exit.
    private static final DescribedPredicate<JavaClass> ENTRANCE =
            DescribedPredicate.describe(
                    "entrances",
                    type ->
                            Set.of("Main", "Assembly").contains(outermost(type))
                                    || type.getPackageName().startsWith("dev.sluice.local"));

    @Test
    void wallTimeComesFromAnInjectedClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .because("expiry must be testable: take a java.time.InstantSource")
                .check(SHIPPED);
    }

    @Test
    void onlyEntrancesReadTheEnvironmentAndExit() {
        noClasses()
                .that(DescribedPredicate.not(ENTRANCE))
                .should()
                .accessTargetWhere(named(System.class, "getenv"))
                .orShould()
                .accessTargetWhere(named(System.class, "exit"))
                .orShould()
                .accessTargetWhere(named(Runtime.class, "exit"))
                .orShould()
                .accessTargetWhere(named(Runtime.class, "halt"))
                .because("surroundings come in by constructor, from Main or Assembly")
                .check(SHIPPED);
    }

    @Test
    void nobodyPrintsPastTheStreamsThatWereHandedIn() {
        noClasses()
                .that(DescribedPredicate.not(ENTRANCE))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("output goes to the streams that Main hands in, or to the log")
                .check(SHIPPED);
    }

    @Test
    void usersTextNeverReachesJdbcByTheServersOtherRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sluice.duckdb..", "dev.sluice.catalog.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .because("SQL is executed in dev.sluice.duckdb and dev.sluice.catalog.sql alone")
                .check(SHIPPED);
    }

    private static DescribedPredicate<JavaAccess<?>> named(Class<?> type, String member) {
        return DescribedPredicate.describe(
                type.getSimpleName() + "." + member,
                access ->
                        access.getTargetOwner().isEquivalentTo(type)
                                && access.getTarget().getName().equals(member));
    }

    private static String outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getSimpleName();
    }
}
