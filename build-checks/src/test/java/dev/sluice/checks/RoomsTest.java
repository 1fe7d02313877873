// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who may call whom, and which library may be seen where: the table in [House].
final class RoomsTest {
    private static final JavaClasses SHIPPED = House.shipped();

    @TestFactory
    Stream<DynamicTest> eachRoomCallsOnlyWhatTheTableAllows() {
        return House.ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room.name(), () -> check(room)));
    }

    @Test
    void everyClassLivesInARoomOfTheTable() {
        assertThat(
                        SHIPPED.stream()
                                .map(JavaClass::getPackageName)
                                .distinct()
                                .filter(name ->
                                        House.ROOMS.stream()
                                                .noneMatch(
                                                        room -> inRoom(name, room.packageName()))))
                .as("packages that no row of House.ROOMS covers")
                .isEmpty();
    }

    private static void check(House.Room room) {
        List<String> prefixes =
                Stream.concat(House.EVERYWHERE.stream(), room.libraries().stream()).toList();
        classes()
                .that()
                .resideInAPackage(room.packageName() + "..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(inner(room))))
                .should()
                .onlyDependOnClassesThat(allowed(room, prefixes))
                .because(
                        "House.ROOMS says what the room "
                                + room.name()
                                + " may use; change it with a decision")
                .check(SHIPPED);
    }

    /// The rooms inside a room, which have rows of their own.
    private static String[] inner(House.Room room) {
        return House.ROOMS.stream()
                .map(House.Room::packageName)
                .filter(name -> name.startsWith(room.packageName() + "."))
                .map(name -> name + "..")
                .toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> allowed(House.Room room, List<String> prefixes) {
        return DescribedPredicate.describe(
                "are in its row of the table",
                used -> {
                    JavaClass base = used.getBaseComponentType();
                    String name = base.getPackageName();
                    if (base.isPrimitive()
                            || inRoom(name, room.packageName())
                            || room.calls().stream()
                                    .anyMatch(called -> inRoom(name, "dev.sluice." + called))) {
                        return true;
                    }
                    return prefixes.stream().anyMatch(prefix -> (name + ".").startsWith(prefix));
                });
    }

    private static boolean inRoom(String packageName, String room) {
        return packageName.equals(room) || packageName.startsWith(room + ".");
    }
}
