package dev.visavis.inference;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine is a plain library, and its packages are layers. */
class ArchitectureTest {
    private static final String OURS = "dev.visavis.";
    private static final String INFERENCE = "dev.visavis.inference";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(INFERENCE);
        assertThat(classes.size()).isGreaterThan(50);
    }

    @Test
    void knowsNothingElseOfOurs() {
        noClasses().should().dependOnClassesThat(describe("belong to another module",
                c -> c.getPackageName().startsWith(OURS) && !c.getPackageName().startsWith(INFERENCE))).check(classes);
    }

    @Test
    void hasNoNetwork() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("java.net..", "javax.net..",
                "java.nio.channels..", "io.vertx..", "io.netty..", "dev.onvoid..").check(classes);
    }

    @Test
    void onlyRuntimeTouchesOnnxRuntime() {
        noClasses().that().resideOutsideOfPackage(INFERENCE + ".runtime").should().dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..").check(classes);
    }

    @Test
    void readsNoClock() {
        noClasses().should().callMethod(System.class, "nanoTime").orShould()
                .callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(Thread.class, "sleep", long.class).check(classes);
    }

    @Test
    void stagesDoNotKnowTheWhole() {
        noClasses().that().resideInAnyPackage(INFERENCE + ".*..").should().dependOnClassesThat()
                .haveFullyQualifiedName(TalkingHead.class.getName()).check(classes);
    }

    @Test
    void arrowsMakeNoCircle() {
        slices().matching(INFERENCE + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
