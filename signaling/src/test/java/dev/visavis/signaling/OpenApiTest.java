package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.ext.web.Route;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI file says what the server does, no less and no more. */
class OpenApiTest extends ServerTest {
    private static final String NO_CALL = "/api/calls/AAAAAAAAAAAAAAAAAAAAAA";
    private static final String FOREIGN = "https://evil.example";

    private volatile long freeBytes = Long.MAX_VALUE;

    @Test
    void theFileIsOpenApi() {
        JsonObject document = contract.document();
        SchemaRepository repository = Wait.on(OpenAPIVersion.V3_1.getRepository(vertx, "app://openapi"));
        OutputUnit result = Wait.on(OpenAPIVersion.V3_1.validateContract(vertx, repository, document));
        assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
        assertThat(JsonPointer.from("/info/license/name").queryJson(document)).isEqualTo("Apache-2.0");
    }

    @Test
    void noRouteIsMissingInTheFile() {
        startAlone(o -> o.accessKey("k"));
        Set<String> served = new TreeSet<>();
        for (Route route : server.router().getRoutes()) {
            if (route.methods() != null && route.getPath() != null) {
                route.methods().forEach(m -> served.add(m + " " + route.getPath().replace(":id", "{id}")));
            }
        }
        assertThat(served).isEqualTo(contract.operations());
    }

    @Test
    void everyPromisedAnswerIsGiven() throws IOException {
        start(o -> o.accessKey("k").maxBytes(20_000, 2_000, 2_000).agentTimeout(Duration.ofMillis(100))
                .requestTimeout(Duration.ofMillis(500)).maxSetUpsPerMinute(30).maxSocketsPerCall(1)
                .freeSpace(folder -> freeBytes)
                .uploads(new UploadOptions(uploads, 1_000, 10_000, Duration.ofDays(1))));
        refusedAtTheDoor();
        informed();
        callsOpened();
        callsPatched();
        socketsOpened();
        voicesOpened();
        textsSaid();
        callsClosed();
        picturesUploaded("/api/portraits", "?consent=true");
        status(422, upload("", PHOTO));
        picturesUploaded("/api/backgrounds", "");
        status(422, post("/api/backgrounds?face=1", PHOTO));
        picturesRemoved("/api/portraits?consent=true");
        picturesRemoved("/api/backgrounds");
        uploadsSpent();
        rateSpent();
        assertThat(contract.seen()).isEqualTo(contract.promised());
    }

    private HttpResponse<String> status(int expected, HttpRequest.Builder request) {
        HttpResponse<String> response = send(request.header("Authorization", "Bearer k"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expected);
        return response;
    }

    private void refusedAtTheDoor() {
        for (String operation : contract.operations()) {
            String method = operation.split(" ")[0];
            String path = operation.split(" ")[1].replace("{id}", id(NO_CALL));
            if (contract.promised().contains(operation + " 401")) {
                assertThat(send(request(method, path)).statusCode()).isEqualTo(401);
            }
            if (contract.promised().contains(operation + " 403")) {
                boolean socket = path.matches(".*/(control|voice)") && method.equals("GET");
                if (socket) {
                    HttpResponse<?> refused = ControlClient.refusedAt(server.port(), path, "Origin", FOREIGN);
                    contract.check(method, path, refused.statusCode(), refused.headers(), body(refused));
                } else {
                    status(403, request(method, path).header("Origin", FOREIGN));
                }
            }
            if (method.equals("OPTIONS")) {
                status(204, request(method, path));
            }
        }
    }

    private void informed() {
        for (String path : new String[] {"presenters", "config", "openapi.yaml"}) {
            status(200, request("GET", "/api/" + path));
        }
        status(200, request("GET", "/health/live"));
        status(200, request("GET", "/metrics"));
        status(200, request("GET", "/health/ready"));
    }

    private void callsOpened() throws IOException {
        status(400, offer("?portrait=w1", "hello"));
        status(406, offer("?portrait=w1", Fixtures.CHROME.replace("H264", "H263")));
        unfinished("POST", "/api/calls", "?portrait=w1", SDP);
        status(413, offer("?portrait=w1", Fixtures.CHROME + "a=x\r\n".repeat(5_000)));
        status(415, request("POST", "/api/calls?portrait=w1", Fixtures.CHROME, "text/plain"));
        status(422, offer("?portrait=nobody", Fixtures.CHROME));
        agent.refuse(418, "I am a teapot");
        status(500, offer("?portrait=w1", Fixtures.CHROME));
        agent.refuse(503, "full");
        status(503, offer("?portrait=w1", Fixtures.CHROME));
        agent.behave(request -> null);
        agent.announce(9, 0, "w1");
        settle();
        status(504, offer("?portrait=w1", Fixtures.CHROME));
        agent.behave(FakeAgent::comply);
    }

    private void callsPatched() throws IOException {
        HttpResponse<String> call = status(201, offer("?portrait=w1", Fixtures.CHROME));
        String path = location(call);
        status(204, patch(path, etag(call), Fixtures.TRICKLE));
        status(200, patch(path, "*", Fixtures.RESTART));
        status(412, patch(path, etag(call), Fixtures.TRICKLE));
        status(428, request("PATCH", path, Fixtures.TRICKLE, FRAGMENT));
        status(400, patch(path, "*", "hello"));
        status(404, patch(NO_CALL, "*", Fixtures.TRICKLE));
        unfinished("PATCH", path, "", FRAGMENT);
        status(413, patch(path, "*", Fixtures.TRICKLE.repeat(10)));
        status(415, request("PATCH", path, Fixtures.TRICKLE, SDP));
        agent.refuse(418, "I am a teapot");
        status(500, patch(path, "*", Fixtures.TRICKLE));
        agent.behave(request -> null);
        status(504, patch(path, "*", Fixtures.RESTART));
        agent.behave(FakeAgent::comply);
    }

    private void socketsOpened() {
        String path = location(status(201, offer("?portrait=w1", Fixtures.CHROME)));
        String[] key = {"Authorization", "Bearer k"};
        ControlClient.open(server.port(), path, key).next();
        contract.seen().add("GET /api/calls/{id}/control 101");
        HttpResponse<?> tooMany = ControlClient.refused(server.port(), path, key);
        contract.check("GET", path + "/control", tooMany.statusCode(), tooMany.headers(), body(tooMany));
        status(404, request("GET", NO_CALL + "/control"));
        status(426, request("GET", path + "/control"));
    }

    private void voicesOpened() {
        FakeVoiceListener listener = new FakeVoiceListener(vertx);
        agent.listenAt(listener.address()).announce(9, 0, "w1");
        settle();
        String path = location(status(201, offer("?portrait=w1", Fixtures.CHROME))) + "/voice";
        status(426, request("GET", path));
        status(404, request("GET", NO_CALL + "/voice"));
        for (int refusal : new int[] {400, 404, 409, 503}) {
            listener.refuse(refusal);
            HttpResponse<?> refused = ControlClient.refusedAt(server.port(), path, "Authorization", "Bearer k");
            assertThat(refused.statusCode()).isEqualTo(refusal);
            contract.check("GET", path, refusal, refused.headers(), body(refused));
        }
        contract.seen().add("GET /api/calls/{id}/voice 101"); // VoiceSocketTest
    }

    private void textsSaid() throws IOException {
        String path = location(status(201, offer("?portrait=w1", Fixtures.CHROME))) + "/say";
        String json = "application/json";
        String text = "{\"text\":\"Hello.\"}";
        status(202, request("POST", path, text, json));
        status(404, request("POST", NO_CALL + "/say", text, json));
        unfinished("POST", path, "", json);
        status(413, request("POST", path, " ".repeat(9_000), json));
        status(415, request("POST", path, text, "text/plain"));
        status(422, request("POST", path, "{}", json));
        agent.refuse(418, "I am a teapot");
        status(500, request("POST", path, text, json));
        agent.behave(request -> null);
        status(504, request("POST", path, text, json));
        agent.behave(FakeAgent::comply);
    }

    private void callsClosed() {
        String path = location(status(201, offer("?portrait=w1", Fixtures.CHROME)));
        status(404, request("DELETE", NO_CALL));
        agent.refuse(418, "I am a teapot");
        status(500, request("DELETE", path));
        agent.behave(request -> request instanceof AgentRequest.CloseCall ? null : FakeAgent.comply(request));
        status(504, request("DELETE", path));
        agent.behave(FakeAgent::comply);
        status(200, request("DELETE", path));
        status(404, request("DELETE", path));
    }

    private void picturesUploaded(String path, String query) throws IOException {
        freeBytes = 0;
        status(507, post(path + query, PHOTO));
        freeBytes = Long.MAX_VALUE;
        status(201, post(path + query, PHOTO));
        status(413, post(path + query, new byte[2_000]));
        status(415, post(path + query, new byte[100]));
        unfinished("POST", path, query, "image/png");
        agent.refuse(418, "I am a teapot");
        status(500, post(path + query, PHOTO));
        agent.refuse(503, "another picture first");
        status(503, post(path + query, PHOTO));
        agent.behave(request -> null);
        status(504, post(path + query, PHOTO));
        agent.behave(FakeAgent::comply);
    }

    private void picturesRemoved(String where) {
        String path = location(status(201, post(where, PHOTO)));
        status(200, request("GET", path));
        status(200, request("GET", path + "/image"));
        status(204, request("DELETE", path));
        status(404, request("DELETE", path));
        status(404, request("GET", path));
        status(404, request("GET", path + "/image"));
    }

    private void uploadsSpent() {
        HttpResponse<String> response;
        do {
            response = send(upload("", PHOTO).header("Authorization", "Bearer k"));
        } while (response.statusCode() == 422);
        assertThat(response.statusCode()).isEqualTo(429);
        status(429, post("/api/backgrounds", PHOTO));
    }

    private void rateSpent() {
        HttpResponse<String> response;
        do {
            response = send(offer("?portrait=nobody", "").header("Authorization", "Bearer k"));
        } while (response.statusCode() == 400);
        assertThat(response.statusCode()).isEqualTo(429);
        startAlone(o -> o);
        assertThat(send(request("GET", "/health/ready")).statusCode()).isEqualTo(503);
    }

    /** A request whose body never comes. */
    private void unfinished(String method, String path, String query, String type) throws IOException {
        try (RawRequest raw = new RawRequest(server.port())) {
            RawRequest.Answer answer = raw.send(method + " " + path + query + " HTTP/1.1", "Host: 127.0.0.1",
                    "Content-Type: " + type, "Content-Length: 100", "Authorization: Bearer k", "If-Match: *", "")
                    .answer();
            assertThat(answer.status()).isEqualTo(408);
            contract.check(method, path, answer.status(), answer.headers(), answer.body());
        }
    }

    private static String body(HttpResponse<?> response) {
        return response.body() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(response.body());
    }
}
