package dev.visavis.demo;

import dev.visavis.agent.file.MediaFileException;
import dev.visavis.demo.config.ConfigurationException;
import dev.visavis.inference.pack.PackException;
import dev.visavis.inference.portrait.PortraitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The program {@code visavis}. Exit codes: 0 done, 1 could not be done (one line says why), 2 wrong command line, 70 a
 * fault of the program itself.
 */
@Command(name = "visavis", description = "Puts a talking portrait into a live call.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, subcommands = {
    ServeCommand.class, RenderCommand.class, PortraitCommand.class, SheetCommand.class,
    DoctorCommand.class}, synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    /** sysexits.h, EX_SOFTWARE. */
    private static final int SOFTWARE_FAULT = 70;
    private static final List<Class<? extends Exception>> EXPECTED = List.of(ConfigurationException.class,
            MediaFileException.class, PortraitException.class, PackException.class, StartException.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed)
                .setParameterExceptionHandler(Main::refused).setAbbreviatedOptionsAllowed(false);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: serve, render, portrait, sheet or doctor");
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (EXPECTED.contains(e.getClass())) {
            err.println("visavis: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        err.println("visavis: a fault of the program; please report it with the lines below");
        e.printStackTrace(err);
        return SOFTWARE_FAULT;
    }

    private static int refused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("visavis: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** The version that the build wrote. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
                String version = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
                return new String[] {"visavis " + version + " (Java " + Runtime.version() + ")"};
            }
        }
    }
}
