package dev.visavis.agent.file;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of this package. Plain tests: Surefire does not run rules in fields. */
class FileArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.visavis");

    @Test
    void onlyThisPackageAndTheCodecsOfCallsTouchFfmpeg() {
        noClasses().that().resideOutsideOfPackages("dev.visavis.agent.file", "dev.visavis.agent.jitsi.codec",
                "dev.visavis.agent.openh264").should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..").check(MAIN);
    }

    @Test
    void filesKnowNothingOfCalls() {
        noClasses().that().resideInAPackage("dev.visavis.agent.file").should().dependOnClassesThat()
                .resideInAnyPackage("dev.visavis.agent.transport..", "dev.visavis.agent.call..", "dev.onvoid..",
                        "dev.visavis.signaling..", "io.vertx..")
                .check(MAIN);
    }
}
