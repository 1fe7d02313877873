// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The compiled tests of all modules, found beside their sources.
final class TestClasses {
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of(
                    "org.junit.jupiter.api.Test",
                    "org.junit.jupiter.api.TestFactory",
                    "org.junit.jupiter.api.RepeatedTest",
                    "org.junit.jupiter.params.ParameterizedTest");

    private final JavaClasses classes;

    private TestClasses(JavaClasses classes) {
        this.classes = classes;
    }

    /// Reads them. A class whose source is gone is left over from an earlier build and not read.
    ///
    /// @throws IllegalStateException when a module's tests are not compiled
    static TestClasses ofAllModules() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(House.root())) {
            for (Path module : modules.filter(TestClasses::hasTests).sorted().toList()) {
                files.addAll(classFiles(module));
            }
        }
        return new TestClasses(new ClassFileImporter().importPaths(files));
    }

    /// What the tests claim to prove.
    List<Conformance.Claim> claims() {
        return annotated()
                .flatMap(method ->
                        rowsOf(method).map(row -> new Conformance.Claim(name(method), row)))
                .toList();
    }

    /// Annotated methods that the build does not run as tests.
    List<String> claimsOfNoTest() {
        return annotated()
                .filter(method -> !isTest(method) || !isRun(method.getOwner()))
                .map(TestClasses::name)
                .toList();
    }

    private Stream<JavaMethod> annotated() {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Conforms.class));
    }

    private static boolean hasTests(Path module) {
        return Files.isRegularFile(module.resolve("pom.xml"))
                && Files.isDirectory(module.resolve("src/test/java"));
    }

    private static List<Path> classFiles(Path module) throws IOException {
        Path compiled = module.resolve("target/test-classes");
        if (!Files.isDirectory(compiled)) {
            throw new IllegalStateException(
                    "the tests of "
                            + module
                            + " are not compiled: build with -pl build-checks -am");
        }
        try (Stream<Path> files = Files.walk(compiled)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> Files.isRegularFile(source(module, compiled.relativize(file))))
                    .toList();
        }
    }

    private static Path source(Path module, Path classFile) {
        String outermost = classFile.toString().replaceFirst("(?:\\$.*)?\\.class$", ".java");
        return module.resolve("src/test/java").resolve(outermost);
    }

    private static boolean isTest(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation ->
                        TEST_ANNOTATIONS.contains(annotation.getRawType().getFullName()));
    }

    /// Surefire runs classes whose name ends so, and the contracts that they inherit.
    private static boolean isRun(JavaClass type) {
        return type.getSimpleName().endsWith("Test")
                || type.getAllSubclasses().stream()
                        .anyMatch(subclass -> subclass.getSimpleName().endsWith("Test"));
    }

    private static Stream<String> rowsOf(JavaMethod method) {
        return Stream.of(
                (String[])
                        method.getAnnotationOfType(Conforms.class.getName())
                                .get("value")
                                .orElseThrow());
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + '.' + method.getName();
    }
}
