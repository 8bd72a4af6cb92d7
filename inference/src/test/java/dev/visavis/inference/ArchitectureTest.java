package dev.visavis.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine is a plain library, and its packages are layers. */
@AnalyzeClasses(packages = "dev.visavis.inference", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NOTHING_ELSE_OF_OURS = noClasses().should().dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe("belong to another module",
                    c -> c.getPackageName().startsWith("dev.visavis.")
                            && !c.getPackageName().startsWith("dev.visavis.inference")));

    @ArchTest
    static final ArchRule HAS_NO_NETWORK = noClasses().should().dependOnClassesThat().resideInAnyPackage("java.net..",
            "javax.net..", "java.nio.channels..", "io.vertx..", "io.netty..", "dev.onvoid..");

    @ArchTest
    static final ArchRule ONLY_RUNTIME_TOUCHES_ONNX_RUNTIME = noClasses().that()
            .resideOutsideOfPackage("dev.visavis.inference.runtime").should().dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule READS_NO_CLOCK = noClasses().should().callMethod(System.class, "nanoTime").orShould()
            .callMethod(System.class, "currentTimeMillis").orShould().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule STAGES_DO_NOT_KNOW_THE_WHOLE = noClasses().that()
            .resideInAPackage("dev.visavis.inference.(**)").should().dependOnClassesThat()
            .haveFullyQualifiedName(TalkingHead.class.getName());

    @ArchTest
    static final ArchRule ARROWS_MAKE_NO_CIRCLE = slices().matching("dev.visavis.inference.(*)..").should()
            .beFreeOfCycles();
}
