package dev.visavis.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What a caller steers; null means as it is. Ranges are checked by the agent's engine and, before that, by the JSON
 * schema of the control messages.
 *
 * @param gazeYaw degrees, + to image right, -30..30
 * @param gazePitch degrees, + up, -20..20
 * @param distance 0.7..1.5, 1 as in the photo
 * @param emotion weights 0..1 by name: neutral happy sad angry surprised fear disgust contempt; names left out are 0
 * @param expressiveness 0..2
 * @param headMotion 0..2
 * @param blinksPerMinute 0..60
 * @param portrait who is shown: a presenter's id or a {@link PictureId}
 * @param background {@code own}, {@code blurred}, a colour like {@code #20405c}, or an uploaded picture's {@link PictureId}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Controls(Double gazeYaw, Double gazePitch, Double distance, Map<String, Double> emotion,
        Double expressiveness, Double headMotion, Double blinksPerMinute, String portrait, String background) {
    /** Everything as it is. */
    public static final Controls UNCHANGED = new Controls(null, null, null, null, null, null, null);

    /** What moves the face, which stays the same one. */
    public Controls(Double gazeYaw, Double gazePitch, Double distance, Map<String, Double> emotion,
            Double expressiveness, Double headMotion, Double blinksPerMinute) {
        this(gazeYaw, gazePitch, distance, emotion, expressiveness, headMotion, blinksPerMinute, null, null);
    }
}
