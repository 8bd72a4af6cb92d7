package dev.visavis.demo;

import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.demo.doctor.Doctor;
import dev.visavis.demo.doctor.Finding;
import dev.visavis.demo.doctor.IceDoctor;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code visavis doctor}: exit code 0 if calls will work, else 1. */
@Command(name = "doctor", description = "Looks at this machine, and says what to do.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options;

    @Option(names = "--ice", description = "tries the ways by which callers can reach this machine: own addresses, STUN, TURN")
    private boolean ice;

    @Override
    public Integer call() throws Exception {
        VisavisConfig config = options.load();
        PrintWriter out = spec.commandLine().getOut();
        Consumer<Finding> tell = finding -> {
            out.println(finding);
            out.flush();
        };
        boolean works = ice ? IceDoctor.examine(config, tell) : new Doctor(config).examine(tell);
        out.println(works ? "Calls will work here." : "Calls will not work here yet; see FAIL above.");
        return works ? 0 : 1;
    }
}
