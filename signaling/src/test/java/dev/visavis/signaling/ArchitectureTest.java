package dev.visavis.signaling;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.visavis.signaling.protocol.Wire;

@AnalyzeClasses(packages = "dev.visavis.signaling", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PROTOCOL = "dev.visavis.signaling.protocol";

    @ArchTest
    static final ArchRule IMPORTS_NOTHING_OF_OURS = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("dev.visavis.inference..", "dev.visavis.agent..", "dev.visavis.web..");

    @ArchTest
    static final ArchRule RECORDS_ARE_PLAIN = classes().that().resideInAPackage(PROTOCOL).and()
            .haveNameNotMatching(".*\\.Wire(\\$.*)?").should().onlyDependOnClassesThat()
            .resideInAnyPackage(PROTOCOL, "java..", "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule ONLY_THE_CODEC_KNOWS_JSON = classes().that().belongToAnyOf(Wire.class).should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(PROTOCOL, "java..", "com.fasterxml.jackson..", "io.vertx.core.json..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NOT_THE_SERVER = noClasses().that().resideInAPackage(PROTOCOL).should()
            .dependOnClassesThat().resideInAPackage("dev.visavis.signaling");
}
