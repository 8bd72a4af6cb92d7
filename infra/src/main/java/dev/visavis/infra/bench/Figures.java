package dev.visavis.infra.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Named figures in the order they were measured. Names are flat, with a unit in the name ({@code render.ms_p50}). */
final class Figures {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    /** Keeps four significant digits: the machines are not quieter than that. */
    void put(String name, double value) {
        values.put(name, Double.isFinite(value) ? Double.valueOf(String.format(Locale.ROOT, "%.4g", value)) : null);
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /** A figure that was put as a number; NaN if there is none. */
    double number(String name) {
        return values.get(name) instanceof Double value ? value : Double.NaN;
    }

    /** Puts {@code scale * numerator / denominator}, if both were measured. */
    void ratio(String name, String numerator, String denominator, double scale) {
        double value = scale * number(numerator) / number(denominator);
        if (Double.isFinite(value)) {
            put(name, value);
        }
    }

    /** Says beside a figure how it was measured. */
    void note(String name, String how) {
        notes.put(name, how);
    }

    void print(PrintStream out) {
        values.forEach((name, value) -> out.printf(Locale.ROOT, "%-34s %12s  %s%n", name, value == null ? "-" : value,
                notes.getOrDefault(name, "")));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(values) + System.lineSeparator());
    }
}
