package dev.visavis.demo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads typed settings; a wrong one is refused with the place it was set at. */
final class Settings {
    private final Config config;

    Settings(Config config) {
        this.config = config;
    }

    String text(String path) throws ConfigurationException {
        return read(path, config::getString, "a text");
    }

    boolean flag(String path) throws ConfigurationException {
        return read(path, config::getBoolean, "true or false");
    }

    int number(String path, int min, int max) throws ConfigurationException {
        long value = read(path, config::getLong, "a whole number");
        if (value < min || value > max) {
            throw wrong(path, "must be between " + min + " and " + max + ", not " + value);
        }
        return (int) value;
    }

    Duration duration(String path, Duration min, Duration max) throws ConfigurationException {
        Duration value = read(path, config::getDuration, "a duration such as 15s");
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw wrong(path, "must be between " + words(min) + " and " + words(max) + ", not " + words(value));
        }
        return value;
    }

    /** A list of texts, each like the pattern. */
    List<String> texts(String path, Pattern each, String example) throws ConfigurationException {
        List<String> values = read(path, config::getStringList, "a list of texts such as [\"" + example + "\"]");
        for (String value : values) {
            if (!each.matcher(value).matches()) {
                throw wrong(path, "holds \"" + value + "\"; it takes values such as \"" + example + "\"");
            }
        }
        return List.copyOf(values);
    }

    /** An error about a setting, with the place it was set at in front. */
    ConfigurationException wrong(String path, String what) {
        return new ConfigurationException(place(config.getValue(path).origin()) + ": " + path + " " + what);
    }

    /** File and line, or the name of the environment variable, or the command line. */
    static String place(ConfigOrigin origin) {
        String file = origin.filename() != null ? origin.filename() : origin.resource();
        return file == null || origin.lineNumber() < 0 ? origin.description() : file + ":" + origin.lineNumber();
    }

    private <T> T read(String path, Function<String, T> getter, String kind) throws ConfigurationException {
        try {
            return getter.apply(path);
        } catch (ConfigException.WrongType | ConfigException.BadValue | ConfigException.Null e) {
            String shown = config.hasPathOrNull(path) && !config.getIsNull(path)
                    ? config.getValue(path).unwrapped().toString()
                    : "null";
            ConfigOrigin origin = e.origin();
            throw new ConfigurationException((origin == null ? "" : place(origin) + ": ") + path + " must be " + kind
                    + ", not \"" + shown + '"', e);
        }
    }

    private static String words(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + "s" : d.toMillis() + "ms";
    }
}
