package dev.visavis.signaling;

import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call's starting values in its query: {@code ?gazeYaw=5&emotion=happy:0.6,surprised:0.2}, the same names and ranges
 * as the control messages.
 */
final class ControlQuery {
    private static final Set<String> NUMBERS = Set.of("gazeYaw", "gazePitch", "distance", "expressiveness",
            "headMotion", "blinksPerMinute");
    private static final Set<String> OTHERS = Set.of("portrait", "key", "size", "fps");
    private static final List<String> SIZES = List.of("512x512", "256x256", "768x768", "640x480", "1280x720");
    private static final List<String> RATES = List.of("25", "30", "40");

    private final ControlMessages messages;

    ControlQuery(ControlMessages messages) {
        this.messages = messages;
    }

    /** @throws Problem 422 if a name is unknown or a value is out of its range */
    Controls read(MultiMap query) {
        JsonObject message = new JsonObject().put("type", "controls");
        for (Map.Entry<String, String> entry : query) {
            if (NUMBERS.contains(entry.getKey())) {
                message.put(entry.getKey(), number(entry.getKey(), entry.getValue()));
            } else if (entry.getKey().equals("background")) {
                message.put("background", entry.getValue());
            } else if (entry.getKey().equals("emotion")) {
                message.put("emotion", emotion(message.getJsonObject("emotion", new JsonObject()), entry.getValue()));
            } else if (!OTHERS.contains(entry.getKey())) {
                throw new Problem(422,
                        "Unknown setting " + entry.getKey() + "; known are portrait, size, fps, background, emotion, "
                                + String.join(", ", NUMBERS.stream().sorted().toList()) + ".");
            }
        }
        try {
            messages.check(message);
        } catch (IllegalArgumentException e) {
            throw new Problem(422, e.getMessage());
        }
        return ControlMessages.controls(message);
    }

    /**
     * The picture's size and rate, {@code ?size=1280x720&fps=30}; null if neither is asked for.
     *
     * @throws Problem 422 if there is no such size or rate
     */
    CallFormat format(MultiMap query) {
        if (!query.contains("size") && !query.contains("fps")) {
            return null;
        }
        String[] sides = oneOf("size", query, SIZES).split("x");
        return new CallFormat(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]),
                Integer.parseInt(oneOf("fps", query, RATES)));
    }

    private static String oneOf(String name, MultiMap query, List<String> known) {
        String value = query.contains(name) ? query.get(name) : known.get(0);
        if (!known.contains(value)) {
            throw new Problem(422, name + " is one of " + String.join(", ", known) + ", not " + value + ".");
        }
        return value;
    }

    private static JsonObject emotion(JsonObject weights, String value) {
        for (String weight : List.of(value.split(","))) {
            String[] parts = weight.split(":", 2);
            if (parts.length != 2) {
                throw new Problem(422, "emotion is written like happy:0.6, not " + weight + ".");
            }
            weights.put(parts[0], number("emotion " + parts[0], parts[1]));
        }
        return weights;
    }

    private static Double number(String name, String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        if (!Double.isFinite(number)) {
            throw new Problem(422, name + " must be a number, not " + value + ".");
        }
        return number;
    }
}
