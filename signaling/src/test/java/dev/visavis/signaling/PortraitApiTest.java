package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest.AnalyzePhoto;
import dev.visavis.signaling.protocol.AgentRequest.ForgetPortrait;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Uploaded photos, with an agent that is made up; what a real one finds is tested where it lives. */
class PortraitApiTest extends ServerTest {
    private static final String AGREED = "?consent=true";
    private static final byte[] OTHER = new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

    private String uploaded(byte[] photo) {
        return location(send(upload(AGREED, photo)));
    }

    private void refused(int status, String words, String query, byte[] photo) {
        HttpResponse<String> response = send(upload(query, photo));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(words);
    }

    private Path portraits() {
        return uploads.resolve("portraits");
    }

    private List<Path> stored() throws IOException {
        try (Stream<Path> all = Files.list(portraits())) {
            return all.toList();
        }
    }

    @Test
    void aPhotoBecomesAPortraitThatCanBeSeenAndCalled() throws IOException {
        start(o -> o);
        HttpResponse<String> created = send(upload(AGREED, PHOTO));
        assertThat(created.statusCode()).isEqualTo(201);
        PictureId id = PictureId.of(PHOTO, 1);
        assertThat(location(created)).isEqualTo("/api/portraits/" + id);
        assertThat(agent.next(AnalyzePhoto.class).portrait()).isEqualTo(id.toString());
        JsonObject portrait = new JsonObject(created.body());
        assertThat(portrait.getString("id")).isEqualTo(id.toString());
        assertThat(portrait.getJsonArray("warnings")).containsExactly("The light is too harsh.");
        assertThat(portrait.getJsonObject("consent").getString("at")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(portrait.getString("expires")).isEqualTo("2026-02-01T03:04:05Z");
        assertThat(send(request("GET", location(created))).body()).isEqualTo(created.body());
        assertThat(send(request("GET", portrait.getString("image"))).body()).isEqualTo("the picture");
        assertThat(server.photo(id.toString())).contains(PHOTO);
        assertThat(send(offer("?portrait=" + id, Fixtures.CHROME)).statusCode()).isEqualTo(201);
        assertThat(agent.next(OpenCall.class).portrait()).isEqualTo(id.toString());
    }

    @Test
    void theRecordHoldsWhatWasAgreedTo() throws IOException {
        start(o -> o);
        send(request("POST", "/api/portraits").method("POST", java.net.http.HttpRequest.BodyPublishers
                .ofByteArray(PHOTO)).header("Content-Type", "application/octet-stream")
                .header("Visavis-Consent", "true"));
        Path folder = stored().get(0);
        JsonObject consent = new JsonObject(Files.readString(folder.resolve("record.json"))).getJsonObject("consent");
        assertThat(consent.getString("text")).isEqualTo(
                new JsonObject(send(request("GET", "/api/config")).body()).getJsonObject("uploads")
                        .getJsonObject("consent")
                        .getString("text"));
        assertThat(consent.getString("version")).isEqualTo(Consent.VERSION);
        assertThat(Files.readAllBytes(folder.resolve("photo"))).isEqualTo(PHOTO);
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }

    @Test
    void agentsFetchAPhotoWhileItIsLookedAtAndNothingOfARefusedOneStays() throws IOException {
        start(o -> o);
        String id = PictureId.of(PHOTO, 1).toString();
        agent.hold();
        var response = sendAsync(upload(AGREED, PHOTO));
        assertThat(agent.next(AnalyzePhoto.class).portrait()).isEqualTo(id);
        assertThat(server.photo(id)).contains(PHOTO);
        refused(503, "being looked at already", AGREED, PHOTO);
        agent.refuse(422, "No face was found.");
        agent.release();
        assertThat(response.join().statusCode()).isEqualTo(422);
        assertThat(response.join().body()).contains("No face was found.");
        assertThat(server.photo(id)).isEmpty();
        assertThat(uploads).isEmptyDirectory();
    }

    /** It may stand in a queue. */
    @Test
    void aPhotoIsWaitedForLongerThanAnythingElse() {
        start(o -> o.agentTimeout(Duration.ofSeconds(1)));
        String call = location(open());
        agent.hold();
        var photo = sendAsync(upload(AGREED, PHOTO));
        agent.next(AnalyzePhoto.class);
        assertThat(send(request("DELETE", call)).statusCode()).isEqualTo(504);
        assertThat(photo).isNotDone();
        agent.release();
        assertThat(photo.join().statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsNoPhotoIsRefusedAndNoAgentIsBothered() {
        start(o -> o.uploads(new UploadOptions(uploads, 1_000, 10_000, Duration.ofDays(1))));
        refused(422, "has to agree", "", PHOTO);
        refused(422, "has to agree", "?consent=false", PHOTO);
        refused(422, "Unknown setting", "?consent=true&faec=2", PHOTO);
        refused(422, "face is the number", "?consent=true&face=0", PHOTO);
        refused(415, "empty", AGREED, new byte[0]);
        refused(415, "no JPEG", AGREED, "hello, I am a photo".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused(415, "HEIC", AGREED, "\0\0\0\u0018ftypheic0000".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        refused(413, "larger", AGREED, new byte[1_001]);
        assertThat(send(request("POST", "/api/portraits" + AGREED, "x", "text/html")).statusCode()).isEqualTo(415);
        assertThat(agent.wasAsked()).isFalse();
        assertThat(uploads).isEmptyDirectory();
    }

    @Test
    void anotherFaceIsAnotherPortrait() {
        start(o -> o);
        String first = uploaded(PHOTO);
        String second = location(send(upload(AGREED + "&face=2", PHOTO)));
        assertThat(second).isEqualTo(first + "-2");
        assertThat(send(request("DELETE", first)).statusCode()).isEqualTo(204);
        assertThat(send(request("GET", second)).statusCode()).isEqualTo(200);
    }

    @Test
    void oneUsersPortraitIsNotAnothers() {
        start(o -> o);
        String mine = uploaded(PHOTO);
        String yours = uploaded(OTHER);
        assertThat(mine).isNotEqualTo(yours);
        assertThat(send(request("DELETE", yours)).statusCode()).isEqualTo(204);
        assertThat(send(request("GET", yours)).statusCode()).isEqualTo(404);
        assertThat(send(request("GET", yours + "/image")).statusCode()).isEqualTo(404);
        assertThat(send(request("GET", mine)).statusCode()).isEqualTo(200);
        assertThat(send(request("GET", "/api/portraits/" + "0".repeat(64))).statusCode()).isEqualTo(404);
        assertThat(send(request("GET", "/api/portraits/..%2f..%2fetc")).statusCode()).isEqualTo(404);
        assertThat(send(request("GET", "/api/portraits")).statusCode()).as("nobody can list them").isEqualTo(405);
        assertThat(send(request("GET", "/api/presenters")).body()).doesNotContain(id(mine));
    }

    @Test
    void aRemovedPortraitIsForgottenByAgentsAndCannotBeCalled() {
        start(o -> o);
        String path = uploaded(PHOTO);
        assertThat(send(request("DELETE", path)).statusCode()).isEqualTo(204);
        assertThat(agent.next(ForgetPortrait.class).portrait()).isEqualTo(id(path));
        HttpResponse<String> call = send(offer("?portrait=" + id(path), Fixtures.CHROME));
        assertThat(call.statusCode()).isEqualTo(422);
        assertThat(call.body()).contains("Upload the picture again");
        assertThat(server.photo(id(path))).isEmpty();
    }

    @Test
    void aPortraitLivesUntilItsTimeIsUpAndTheSamePhotoAgainRenewsIt() throws IOException {
        start(o -> o);
        String path = uploaded(PHOTO);
        wallClock.pass(Duration.ofDays(29));
        uploaded(PHOTO);
        assertThat(stored()).hasSize(1);
        wallClock.pass(Duration.ofDays(29));
        assertThat(send(request("GET", path)).statusCode()).isEqualTo(200);
        wallClock.pass(Duration.ofDays(1));
        assertThat(send(request("GET", path)).statusCode()).isEqualTo(404);
        assertThat(send(offer("?portrait=" + id(path), Fixtures.CHROME)).statusCode()).isEqualTo(422);
        uploaded(OTHER);
        assertThat(stored()).as("room is made").hasSize(1);
    }

    @Test
    void portraitsOutliveTheServerAndHalfWrittenOnesDoNot() throws IOException {
        start(o -> o);
        String path = uploaded(PHOTO);
        Wait.on(server.close());
        Files.createDirectories(portraits().resolve("part-1")).resolve("photo").toFile().createNewFile();
        startAlone(o -> o);
        assertThat(send(request("GET", path)).statusCode()).isEqualTo(200);
        Wait.until(() -> stored().size() == 1);
    }

    @Test
    void aFullStoreAndAFullDiskSaySo() throws IOException {
        start(o -> o.uploads(new UploadOptions(uploads, 1_000, 200, Duration.ofDays(1))));
        uploaded(PHOTO);
        refused(507, "as many portraits as it may", AGREED, OTHER);
        uploaded(PHOTO);
        Wait.on(server.close());
        startAlone(o -> o.freeSpace(folder -> 1_000_000));
        agent.announce(2, 0, "w1");
        settle();
        refused(507, "disk is full", AGREED, OTHER);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void aBusyAgentSendsThePhotoToTheNext() {
        start(o -> o);
        agent.refuse(503, "another photo first");
        FakeAgent other = new FakeAgent(vertx, "z2").announce(2, 2, "w1");
        settle();
        uploaded(PHOTO);
        assertThat(other.next(AnalyzePhoto.class)).isEqualTo(agent.next(AnalyzePhoto.class));
    }

    @Test
    void manyUploadsAtOnceAreTurnedAway() throws IOException {
        start(o -> o.maxSetUpsPerMinute(100_000));
        RawRequest[] slow = new RawRequest[8];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = new RawRequest(server.port());
            slow[i].send("POST /api/portraits?consent=true HTTP/1.1", "Host: 127.0.0.1", "Content-Type: image/png",
                    "Content-Length: 100", "");
        }
        settle();
        refused(503, "Many pictures", AGREED, PHOTO);
        for (RawRequest upload : slow) {
            upload.close();
        }
        Wait.until(() -> send(upload(AGREED, PHOTO)).statusCode() == 201);
    }
}
