package dev.visavis.agent.file;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.visavis", importOptions = ImportOption.DoNotIncludeTests.class)
class FileArchitectureTest {
    @ArchTest
    static final ArchRule only_this_package_touches_ffmpeg = noClasses().that()
            .resideOutsideOfPackage("dev.visavis.agent.file").should().dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule files_know_nothing_of_calls = noClasses().that().resideInAPackage("dev.visavis.agent.file")
            .should().dependOnClassesThat().resideInAnyPackage("dev.visavis.agent.transport..", "dev.onvoid..",
                    "dev.visavis.signaling..", "io.vertx..");
}
