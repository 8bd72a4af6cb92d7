package dev.visavis.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The arrow that no module can check of itself: nothing imports infra. The others are held in their own modules. */
class InfraArchitectureTest {
    @Test
    void nothingImportsInfra() {
        JavaClasses all = new ClassFileImporter().importPackages("dev.visavis");
        noClasses().that().resideOutsideOfPackage("dev.visavis.infra..").should().dependOnClassesThat()
                .resideInAPackage("dev.visavis.infra..").check(all);
    }
}
