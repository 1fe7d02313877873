// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;

/// Gives classes of Java 5 and older the form of today's, with the frames that today's verifier
/// reads. The JVM keeps no class in a start-up cache that only its old verifier can check.
public final class ClassRaising {
    /// The first version whose classes the verifier with frames checks (JVMS 4.10.1).
    private static final int FRAMES_SINCE = ClassFile.JAVA_6_VERSION;

    private static final int MAJOR_AT = 6;

    private final ClassFile form;

    /// @param libraries finds the classes that are to be raised and those that they name
    public ClassRaising(ClassLoader libraries) {
        this.form =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(libraries)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// Whether a class file, of which the beginning is enough, is too old.
    boolean isOld(byte[] beginning) {
        int major = ((beginning[MAJOR_AT] & 0xff) << 8) | (beginning[MAJOR_AT + 1] & 0xff);
        return major < FRAMES_SINCE;
    }

    /// The same class in today's form.
    ///
    /// @throws IllegalArgumentException when a class that it names is not among the libraries
    byte[] raise(byte[] old) {
        return form.transformClass(
                form.parse(old),
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen((builder, element) -> {
                            if (element instanceof ClassFileVersion) {
                                builder.withVersion(ClassFile.latestMajorVersion(), 0);
                            } else {
                                builder.with(element);
                            }
                        }));
    }
}
