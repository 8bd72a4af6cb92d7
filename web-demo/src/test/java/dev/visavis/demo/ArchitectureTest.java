package dev.visavis.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages. Plain tests: Surefire does not run rules in fields. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.visavis");

    @Test
    void nothingImportsTheProducts() {
        assertThat(MAIN.contain("dev.visavis.agent.file.Mp4Writer")).isTrue();
        noClasses().that().resideOutsideOfPackage("dev.visavis.demo..").should().dependOnClassesThat()
                .resideInAPackage("dev.visavis.demo..").check(MAIN);
    }

    @Test
    void theProductsTouchNoNativeLibrary() {
        noClasses().that().resideInAPackage("dev.visavis.demo..").should().dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "dev.onvoid..", "ai.onnxruntime..").check(MAIN);
    }

    @Test
    void settingsKnowNothingOfWhatIsSet() {
        noClasses().that().resideInAPackage("dev.visavis.demo.config").should().dependOnClassesThat()
                .resideInAnyPackage("dev.visavis.agent..", "dev.visavis.inference..", "dev.visavis.signaling..")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.visavis.demo.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTlsTouchesBouncyCastle() {
        noClasses().that().resideOutsideOfPackages("dev.visavis.demo.tls", "dev.visavis.agent.jitsi.net").should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..").check(MAIN);
    }
}
