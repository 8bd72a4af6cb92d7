package dev.visavis.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.visavis", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule nothing_imports_the_products = noClasses().that().resideOutsideOfPackage("dev.visavis.demo..")
            .should().dependOnClassesThat().resideInAPackage("dev.visavis.demo..");

    @ArchTest
    static final ArchRule the_products_touch_no_native_library = noClasses().that()
            .resideInAPackage("dev.visavis.demo..").should().dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "dev.onvoid..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule settings_know_nothing_of_what_is_set = noClasses().that()
            .resideInAPackage("dev.visavis.demo.config").should().dependOnClassesThat()
            .resideInAnyPackage("dev.visavis.agent..", "dev.visavis.inference..", "dev.visavis.signaling..");

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("dev.visavis.demo.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule only_tls_touches_bouncy_castle = noClasses().that().resideInAPackage("dev.visavis..").and()
            .resideOutsideOfPackage("dev.visavis.demo.tls").should().dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");
}
