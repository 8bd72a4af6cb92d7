package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.Yaml;

/** Holds answers of the running server against {@code openapi.yaml}. */
final class Contract {
    private static final Set<String> METHODS = Set.of("get", "post", "patch", "delete", "options");

    private final JsonObject document = new JsonObject(
            new Yaml().<Map<String, Object>>load(Fixtures.resource("openapi.yaml")));
    private final JsonObject paths = (JsonObject) resolve(document.getJsonObject("paths"));
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    JsonObject document() {
        return document;
    }

    /** Every answer that the file promises, as {@code POST /api/calls 201}. */
    Set<String> promised() {
        Set<String> all = new TreeSet<>();
        operations((name, operation) -> operation.getJsonObject("responses").fieldNames()
                .forEach(status -> all.add(name + " " + status)));
        return all;
    }

    /** Every operation, as {@code POST /api/calls}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        operations((name, operation) -> all.add(name));
        return all;
    }

    /** The promised answers that came by. */
    Set<String> seen() {
        return seen;
    }

    private void operations(BiConsumer<String, JsonObject> each) {
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (METHODS.contains(method)) {
                    each.accept(method.toUpperCase(Locale.ROOT) + " " + path,
                            paths.getJsonObject(path).getJsonObject(method));
                }
            }
        }
    }

    /** Fails if the file does not promise this answer; pages and 405 are not in it. */
    void check(String method, String path, int status, HttpHeaders headers, String body) {
        Optional<String> template = paths.fieldNames().stream().filter(p -> path.matches(p.replace("{id}", "[^/]+")))
                .findFirst();
        if (template.isEmpty() || status == 405) {
            return;
        }
        String name = method + " " + template.get() + " " + status;
        assertThat(promised()).contains(name);
        JsonObject response = paths.getJsonObject(template.get())
                .getJsonObject(method.toLowerCase(Locale.ROOT)).getJsonObject("responses")
                .getJsonObject(Integer.toString(status));
        checkHeaders(name, response.getJsonObject("headers", new JsonObject()), headers);
        checkBody(name, response.getJsonObject("content", new JsonObject()), headers, body);
        seen.add(name);
    }

    private static void checkHeaders(String name, JsonObject promised, HttpHeaders headers) {
        for (String header : promised.fieldNames()) {
            Optional<String> value = headers.firstValue(header);
            if (promised.getJsonObject(header).getBoolean("required", false)) {
                assertThat(value).as(name + ": " + header).isPresent();
            }
            value.ifPresent(v -> fits(name + ": " + header, promised.getJsonObject(header).getJsonObject("schema"), v));
        }
    }

    private static void checkBody(String name, JsonObject content, HttpHeaders headers, String body) {
        if (content.isEmpty()) {
            assertThat(body).as(name + ": body").isEmpty();
            return;
        }
        String type = headers.firstValue("Content-Type").orElse("");
        assertThat(content.fieldNames()).as(name + ": content type").contains(type);
        fits(name + ": body", content.getJsonObject(type).getJsonObject("schema"),
                type.endsWith("json") ? Json.decodeValue(body) : body);
    }

    private static void fits(String what, JsonObject schema, Object value) {
        assertThat(errors(schema, value)).as(what + " = " + value).isEmpty();
    }

    /** What a schema (2020-12, as in OpenAPI 3.1) has against a value; empty if nothing. */
    static String errors(JsonObject schema, Object value) {
        Validator validator = Validator.create(JsonSchema.of(schema), new JsonSchemaOptions().setBaseUri("app://test")
                .setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));
        OutputUnit result = validator.validate(value);
        return result.getValid() ? "" : String.valueOf(result.getErrors());
    }

    /** The same with every local reference replaced by what it means; there are no circles in the file. */
    private Object resolve(Object node) {
        if (node instanceof JsonArray array) {
            return new JsonArray(array.stream().map(this::resolve).toList());
        }
        if (!(node instanceof JsonObject object)) {
            return node;
        }
        if (object.containsKey("$ref")) {
            return resolve(target(object.getString("$ref")));
        }
        JsonObject copy = new JsonObject();
        object.forEach(e -> copy.put(e.getKey(), resolve(e.getValue())));
        return copy;
    }

    private JsonObject target(String reference) {
        JsonObject at = document;
        for (String step : reference.substring(2).split("/")) {
            at = at.getJsonObject(step);
        }
        return at;
    }
}
