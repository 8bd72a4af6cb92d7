package dev.visavis.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.visavis.signaling.protocol.Wire;
import org.junit.jupiter.api.Test;

/** The arrows between packages. Plain tests, as Surefire did not run rules in fields. */
class ArchitectureTest {
    private static final String PROTOCOL = "dev.visavis.signaling.protocol";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.visavis.signaling");

    @Test
    void importsNothingOfOurs() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("dev.visavis.inference..", "dev.visavis.agent..", "dev.visavis.web..").check(MAIN);
    }

    @Test
    void recordsArePlain() {
        classes().that().resideInAPackage(PROTOCOL).and().haveNameNotMatching(".*\\.Wire(\\$.*)?").should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(PROTOCOL, "java..", "javax.crypto..", "com.fasterxml.jackson.annotation..")
                .check(MAIN);
    }

    @Test
    void theCodecKnowsJsonAndNoMore() {
        classes().that().belongToAnyOf(Wire.class).should().onlyDependOnClassesThat()
                .resideInAnyPackage(PROTOCOL, "java..", "com.fasterxml.jackson..", "io.vertx.core.json..").check(MAIN);
    }

    @Test
    void theProtocolDoesNotKnowTheServer() {
        noClasses().that().resideInAPackage(PROTOCOL).should().dependOnClassesThat()
                .resideInAPackage("dev.visavis.signaling").check(MAIN);
    }
}
