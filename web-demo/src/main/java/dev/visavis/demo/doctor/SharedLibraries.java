package dev.visavis.demo.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The system's libraries that libwebrtc is linked to. Linux only. */
final class SharedLibraries {
    /** Library to Debian package; the launcher has the same list. */
    static final Map<String, String> PACKAGES = new LinkedHashMap<>();

    static {
        PACKAGES.put("libpulse.so.0", "libpulse0");
        PACKAGES.put("libudev.so.1", "libudev1");
        PACKAGES.put("libX11.so.6", "libx11-6");
        PACKAGES.put("libXfixes.so.3", "libxfixes3");
        PACKAGES.put("libXrandr.so.2", "libxrandr2");
        PACKAGES.put("libXcomposite.so.1", "libxcomposite1");
        PACKAGES.put("libdbus-1.so.3", "libdbus-1-3");
    }

    private SharedLibraries() {
    }

    /** @param cache the output of {@code ldconfig -p} */
    static Finding check(String cache) {
        List<String> libraries = new ArrayList<>();
        List<String> packages = new ArrayList<>();
        PACKAGES.forEach((library, debianPackage) -> {
            if (!cache.contains(library + " ")) {
                libraries.add(library);
                packages.add(debianPackage);
            }
        });
        return packages.isEmpty()
                ? Finding.ok("shared libraries of libwebrtc: all " + PACKAGES.size())
                : Finding.fail("shared libraries of libwebrtc: missing " + String.join(", ", libraries),
                        "sudo apt-get install -y --no-install-recommends " + String.join(" ", packages));
    }

    /** The list of the system's libraries, or null where it cannot be had. */
    static String cache() throws InterruptedException {
        for (String program : new String[] {"/sbin/ldconfig", "/usr/sbin/ldconfig"}) {
            try {
                Process process = new ProcessBuilder(program, "-p").redirectErrorStream(true).start();
                process.getOutputStream().close();
                String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0) {
                    return text;
                }
            } catch (IOException e) {
                // the next place
            }
        }
        return null;
    }
}
