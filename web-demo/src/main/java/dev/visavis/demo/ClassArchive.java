package dev.visavis.demo;

import dev.visavis.demo.agents.AgentProcesses;
import dev.visavis.demo.config.VisavisConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of a server and its agents as the JVM keeps them in memory (class-data sharing, JEP 350): made once after
 * the build, beside the jars, and mapped by every process, which needs about a second of processor time less to start. A
 * JVM that finds it made by another JVM, or of other jars, goes on without it and says nothing.
 */
public final class ClassArchive {
    private static final String FILE = "classes.jsa";

    private ClassArchive() {
    }

    /**
     * A run that loads what a server and its agents need, and ends; under {@code -XX:ArchiveClassesAtExit} the JVM then
     * writes the archive.
     */
    public static void main(String[] args) {
        int code = 0;
        try {
            run();
        } catch (Exception e) {
            e.printStackTrace();
            code = 1; // what was loaded is archived all the same
        }
        System.exit(code); // there are threads left that wait for calls
    }

    private static void run() throws Exception {
        Main.commandLine().parseArgs("serve");
        VisavisConfig config = VisavisConfig
                .withOverrides(Map.of("visavis.server.port", 0, "visavis.agents.processes", 1));
        try (VisavisServer server = VisavisServer.start(config)) {
            System.out.println("loaded by " + server.address());
        }
        AgentProcesses.rehearse(config);
    }

    /** Arguments for {@code java}, with this process's class path, that map the archive; none where there is none. */
    public static List<String> options() {
        return options(System.getProperty("java.class.path"));
    }

    static List<String> options(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator)).map(jar -> Path.of(jar).resolveSibling(FILE))
                .distinct().filter(Files::isRegularFile).findFirst()
                .map(archive -> List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off")).orElse(List.of());
    }
}
