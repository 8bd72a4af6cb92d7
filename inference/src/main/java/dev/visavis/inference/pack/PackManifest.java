package dev.visavis.inference.pack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code pack.json}, format version {@value #FORMAT_VERSION}. Unknown and missing fields are refused.
 *
 * @param formatVersion of this file's layout
 * @param name of the pack
 * @param kind which stages make use of the files
 * @param licences what in the pack is under which licence
 * @param width of a frame in pixels, even
 * @param height of a frame in pixels, even
 * @param framesPerSecond 25
 * @param featureSize floats in an audio feature frame
 * @param latentSize floats in a motion latent
 * @param hopFrames frames made at once
 * @param lookaheadMs from the middle sample of a hop's last frame to the last sample that must be heard for it
 * @param previousFrames frames of latents and features that condition the next hop
 * @param steps sampling steps unrolled in the motion graph, 0 where there are none
 * @param cfgScales guidance scales by condition, for example {@code audio}
 * @param files SHA-256, 64 hex digits, of every file by name
 * @param models ONNX models by stage
 */
record PackManifest(int formatVersion, String name, Kind kind, List<Licence> licences, int width, int height,
        int framesPerSecond, int featureSize, int latentSize, int hopFrames, int lookaheadMs, int previousFrames,
        int steps, Map<String, Float> cfgScales, Map<String, String> files, Map<String, ModelSpec> models) {

    static final int FORMAT_VERSION = 1;
    static final String FILE = "pack.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

    /** Which stages make use of a pack's files. */
    enum Kind {
        /** The explicit 3D-aware renderer and its motion space. */
        @JsonProperty("explicit")
        EXPLICIT,
        /** Appearance, motion and decoder as ONNX models. */
        @JsonProperty("latent")
        LATENT
    }

    /**
     * @param part what it covers
     * @param licence SPDX name where there is one
     * @param attribution whom to name
     */
    record Licence(String part, String licence, String attribution) {
    }

    /** @throws IllegalArgumentException if a number makes no sense; the message names it */
    PackManifest {
        check("width", width, 2, 4096);
        check("height", height, 2, 4096);
        if ((width & 1) != 0 || (height & 1) != 0) {
            throw new IllegalArgumentException("width and height must be even, got " + width + "x" + height);
        }
        check("framesPerSecond", framesPerSecond, 25, 25);
        check("featureSize", featureSize, 1, 65_536);
        check("latentSize", latentSize, 1, 65_536);
        check("hopFrames", hopFrames, 1, 25);
        check("lookaheadMs", lookaheadMs, 20, 1000);
        check("previousFrames", previousFrames, 0, 250);
        check("steps", steps, 0, 1000);
        licences = List.copyOf(licences);
        cfgScales = Map.copyOf(cfgScales);
        files = Map.copyOf(files);
        models = Map.copyOf(models);
    }

    private static void check(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " must be "
                    + (min == max ? min : min + " to " + max) + ", got " + value);
        }
    }

    /** @param where the pack lies, for messages */
    static PackManifest parse(byte[] json, String where) throws PackException {
        try {
            JsonNode tree = JSON.readTree(json);
            int version = tree.path("formatVersion").asInt(0);
            if (version > FORMAT_VERSION) { // before the fields: a newer format may well have others
                throw new PackException(
                        where + ": pack.json has format version " + version + ", this program reads up to "
                                + FORMAT_VERSION + "; install a newer Visavis or an older pack");
            }
            if (version < FORMAT_VERSION) {
                throw new PackException(where + ": pack.json has no formatVersion " + FORMAT_VERSION);
            }
            return JSON.treeToValue(tree, PackManifest.class);
        } catch (UnrecognizedPropertyException e) {
            throw new PackException(where + ": pack.json has an unknown field '" + e.getPropertyName() + "'", e);
        } catch (JsonProcessingException e) {
            String what = e.getCause() instanceof IllegalArgumentException i ? i.getMessage() : e.getOriginalMessage();
            throw new PackException(where + ": pack.json is not as it should be: " + what, e);
        } catch (IOException e) {
            throw new PackException(where + ": cannot read pack.json: " + e.getMessage(), e);
        }
    }

    byte[] toJson() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    PackSpec spec() {
        return new PackSpec(name, width, height, framesPerSecond, featureSize, latentSize, hopFrames, lookaheadMs);
    }
}
