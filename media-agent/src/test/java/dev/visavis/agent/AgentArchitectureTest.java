package dev.visavis.agent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of this module. */
class AgentArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.visavis.agent");

    @Test
    void ofOurModulesItKnowsTheEngineAndTheProtocol() {
        noClasses().should().dependOnClassesThat(describe("belong to another module",
                c -> c.getPackageName().startsWith("dev.visavis.")
                        && !c.getPackageName().startsWith("dev.visavis.agent")
                        && !c.getPackageName().startsWith("dev.visavis.inference")
                        && !c.getPackageName().equals("dev.visavis.signaling.protocol")))
                .check(MAIN);
    }

    @Test
    void onlyRtcTouchesWebrtcJava() {
        noClasses().that().resideOutsideOfPackage("dev.visavis.agent.rtc").should().dependOnClassesThat()
                .resideInAPackage("dev.onvoid..").check(MAIN);
    }

    @Test
    void onlyTheNetworkOfJitsiTouchesItsLibraries() {
        noClasses().that().resideOutsideOfPackage("dev.visavis.agent.jitsi.net").should().dependOnClassesThat()
                .resideInAnyPackage("org.ice4j..", "org.jitsi..", "org.bouncycastle..").check(MAIN);
    }

    @Test
    void onlyOpusTouchesItsLibrary() {
        noClasses().that().resideOutsideOfPackage("dev.visavis.agent.opus").should().dependOnClassesThat()
                .resideInAnyPackage("tomp2p.opuswrapper..", "club.minnced..").check(MAIN);
    }

    @Test
    void rtpIsFreeOfNetworkCodecsAndThreads() {
        noClasses().that().resideInAPackage("dev.visavis.agent.jitsi.rtp").should().dependOnClassesThat()
                .resideInAnyPackage("java.net..", "dev.visavis.agent.jitsi.net", "dev.visavis.agent.jitsi.codec",
                        "dev.visavis.agent.jitsi", "dev.visavis.agent.transport")
                .orShould().dependOnClassesThat().haveNameMatching("dev.visavis.agent.opus.Opus.*")
                .check(MAIN);
    }

    @Test
    void onlyTheWorkerAndTheConversationTouchVertx() {
        noClasses().that().resideOutsideOfPackages("dev.visavis.agent.worker", "dev.visavis.agent.conversation")
                .should().dependOnClassesThat()
                .resideInAPackage("io.vertx..").check(MAIN);
    }

    @Test
    void aCallKnowsTransportsOnlyByTheirInterface() {
        noClasses().that().resideInAnyPackage("dev.visavis.agent.call", "dev.visavis.agent.worker").should()
                .dependOnClassesThat().resideInAnyPackage("dev.visavis.agent.rtc", "dev.visavis.agent.jitsi..")
                .check(MAIN);
        noClasses().that()
                .resideInAnyPackage("dev.visavis.agent.transport", "dev.visavis.agent.sdp", "dev.visavis.agent.rtc",
                        "dev.visavis.agent.jitsi..")
                .should()
                .dependOnClassesThat().resideInAnyPackage("dev.visavis.agent.call", "dev.visavis.agent.worker")
                .check(MAIN);
        noClasses().that().resideInAPackage("dev.visavis.agent.call").should().dependOnClassesThat()
                .resideInAPackage("dev.visavis.signaling..").check(MAIN);
    }

    @Test
    void arrowsMakeNoCircle() {
        slices().matching("dev.visavis.agent.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyTheSystemClockAndTheFactoryReadClocks() {
        noClasses().that().doNotHaveSimpleName("SystemCallClock").and().doNotHaveSimpleName("WebRtcJava").and()
                .doNotHaveSimpleName("Jitsi").and()
                .resideOutsideOfPackage("dev.visavis.agent.file..").should().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(Thread.class, "sleep", long.class).check(MAIN);
    }
}
