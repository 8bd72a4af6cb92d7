package dev.visavis.demo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The names of the settings, which are those of the reference file, and nothing else. */
final class KnownKeys {
    private final Set<String> paths = new TreeSet<>();
    private final Map<String, String> byVariable = new HashMap<>();

    KnownKeys(Config reference) {
        reference.entrySet().forEach(e -> paths.add(e.getKey()));
        paths.forEach(path -> byVariable.put(variable(path), path));
    }

    /** The environment variable of a setting: {@code visavis.server.access-key} is VISAVIS_SERVER_ACCESS_KEY. */
    static String variable(String path) {
        return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Optional<String> ofVariable(String name) {
        return Optional.ofNullable(byVariable.get(name));
    }

    Set<String> variables() {
        return byVariable.keySet();
    }

    /** Refuses the first name in the file that is no setting, by its place in the file. */
    void check(Config user) throws ConfigurationException {
        Optional<Map.Entry<String, ConfigValue>> unknown = user.entrySet().stream()
                .filter(e -> !paths.contains(e.getKey()))
                .min(Comparator.comparingInt(e -> e.getValue().origin().lineNumber()));
        if (unknown.isEmpty()) {
            return;
        }
        String path = unknown.get().getKey();
        String where = Settings.place(unknown.get().getValue().origin()) + ": ";
        if (paths.stream().anyMatch(known -> known.startsWith(path + "."))) {
            throw new ConfigurationException(where + path + " is a section and takes no value of its own");
        }
        throw new ConfigurationException(where + "there is no setting " + path + "; did you mean "
                + nearest(path, List.copyOf(paths)) + "? reference.conf lists them all");
    }

    /** The known name that is most alike: the same ending, or else the fewest letters to change. */
    static String nearest(String name, List<String> known) {
        Stream<String> sameEnd = known.stream().filter(k -> k.endsWith("." + name));
        return sameEnd.findFirst()
                .orElseGet(() -> known.stream().min(Comparator.comparingInt(k -> editDistance(name, k))).orElseThrow());
    }

    /** Levenshtein distance. */
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
