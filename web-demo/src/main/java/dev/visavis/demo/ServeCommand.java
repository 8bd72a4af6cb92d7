package dev.visavis.demo;

import dev.visavis.demo.config.VisavisConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code visavis serve}: the demo page and its calls, until Ctrl-C. */
@Command(name = "serve", description = "Serves the demo page and the calls behind it, until Ctrl-C.", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws Exception {
        VisavisConfig config = options.load();
        VisavisServer server = VisavisServer.start(config);
        // On Ctrl-C and SIGTERM: calls are ended in order before the process goes, with 130 or 143 as its code.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        tell(config, server);
        new CountDownLatch(1).await();
        return 0;
    }

    private void tell(VisavisConfig config, VisavisServer server) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Visavis is ready: " + server.address());
        server.otherAddresses().forEach(address -> out.println("       also here: " + address));
        server.fingerprint().ifPresent(fingerprint -> {
            out.println("The certificate is self-signed, so browsers warn once. Compare its SHA-256 fingerprint:");
            out.println("  " + fingerprint);
        });
        if (server.isOpenToOthers()) {
            out.println("Warning: other machines can reach this server, and whoever has the address with the key can "
                    + "make calls.");
            if (!config.server().https()) {
                out.println("Browsers on other machines will not give the microphone to an http:// page; add --https.");
            }
        }
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
