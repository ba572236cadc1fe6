// SPDX-License-Identifier: GPL-2.0-or-later
package joolj;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction in which modules and packages may know each other; see docs/architecture.md. */
class ArchitectureTest {
    private static final String[] TRANSLATION = {
        "joolj.wire",
        "joolj.address",
        "joolj.rfc6052",
        "joolj.rfc7915",
        "joolj.rfc6146",
        "joolj.rfc7757",
        "joolj.rfc7597",
        "joolj.rfc6791",
        "joolj.reassembly",
        "joolj.translation",
        "joolj.nat64",
        "joolj.siit",
        "joolj.mapt"
    };

    private static JavaClasses production;

    @BeforeAll
    static void readsTheClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("joolj");
    }

    @Test
    void translationKnowsOnlyItselfAndPureJava() {
        // Tables shared by workers count with atomics; locks and threads stay outside.
        String[] allowed = {
            "java.lang..",
            "java.nio",
            "java.util",
            "java.util.concurrent.atomic",
            "java.util.function",
            "java.util.stream"
        };

        classes()
                .that()
                .resideInAnyPackage(TRANSLATION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(TRANSLATION, allowed))
                .check(production);
    }

    @Test
    void translationHasNoThreadsClocksOrFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(TRANSLATION)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(production);
    }

    @Test
    void bindingKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage("joolj.nfqueue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        concat(TRANSLATION, "joolj.config..", "joolj.control..", "joolj.instances..", "joolj.cli.."))
                .check(production);
    }

    @Test
    void onlyTheBindingKnowsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("joolj.nfqueue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..", "joolj.nfqueue.raw..")
                .check(production);
    }

    @Test
    void clientKnowsTheDaemonOnlyThroughTheControlSocket() {
        noClasses()
                .that()
                .resideInAnyPackage("joolj.cli..", "joolj.config..", "joolj.control..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("joolj.instances..", "joolj.nfqueue..", "org.slf4j..")
                .check(production);
    }

    @Test
    void daemonDoesNotKnowTheClient() {
        noClasses()
                .that()
                .resideInAPackage("joolj.instances..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("joolj.cli..")
                .check(production);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("joolj.(**)").should().beFreeOfCycles().check(production);
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
