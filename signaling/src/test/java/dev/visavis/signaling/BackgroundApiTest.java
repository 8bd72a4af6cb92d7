package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest.CheckBackground;
import dev.visavis.signaling.protocol.AgentRequest.ForgetBackground;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Uploaded backgrounds, in what they differ from portraits; the store, the limits and the gates are the same. */
class BackgroundApiTest extends ServerTest {
    private static final String PATH = "/api/backgrounds";
    private static final String ID = PictureId.of(PHOTO).toString();

    private void refused(int status, String words, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(words);
    }

    @Test
    void aPictureBecomesABackgroundThatCallsBeginWith() {
        start(o -> o);
        HttpResponse<String> created = send(post(PATH, PHOTO));
        assertThat(location(created)).isEqualTo(PATH + "/" + ID);
        assertThat(agent.next(CheckBackground.class).background()).isEqualTo(ID);
        JsonObject background = new JsonObject(created.body());
        assertThat(background.getString("id")).isEqualTo(ID);
        assertThat(background.getJsonArray("warnings")).containsExactly("It is small.");
        assertThat(background.getString("expires")).isEqualTo("2026-02-01T03:04:05Z");
        assertThat(send(request("GET", location(created))).body()).isEqualTo(created.body());
        assertThat(send(request("GET", background.getString("image"))).body()).isEqualTo("the picture");
        assertThat(server.photo(ID)).as("agents fetch it as they fetch portraits").contains(PHOTO);
        assertThat(uploads.resolve("backgrounds").resolve(ID)).isDirectory();
        assertThat(send(offer("?portrait=w1&background=" + ID, Fixtures.CHROME)).statusCode()).isEqualTo(201);
        assertThat(agent.next(OpenCall.class).controls().background()).isEqualTo(ID);
    }

    @Test
    void aRunningCallIsToldToChangeToIt() {
        start(o -> o);
        send(post(PATH, PHOTO));
        String gone = "0".repeat(64);
        agent.behave(request -> {
            if (request instanceof SetControls set && gone.equals(set.controls().background())) {
                throw new ReplyException(ReplyFailure.RECIPIENT_FAILURE, 422, "The picture is not there any more.");
            }
            return FakeAgent.comply(request);
        });
        ControlClient socket = ControlClient.open(server.port(), location(open()));
        assertThat(socket.next().getString("type")).isEqualTo("state");
        socket.send(change(ID));
        assertThat(agent.next(SetControls.class).controls().background()).isEqualTo(ID);
        socket.send(change(gone));
        assertThat(socket.next().getString("detail")).isEqualTo("The picture is not there any more.");
        socket.send(change(ID + "-2"));
        assertThat(socket.next().getString("detail")).startsWith("background:");
    }

    private static String change(String background) {
        return new JsonObject().put("type", "controls").put("background", background).encode();
    }

    @Test
    void nobodyHasToAgreeAndThereIsNoFaceToChoose() {
        start(o -> o.uploads(new UploadOptions(uploads, 1_000, 10_000, Duration.ofDays(1))));
        refused(422, "Unknown setting consent; there are none.", send(post(PATH + "?consent=true", PHOTO)));
        refused(415, "no JPEG", send(post(PATH, new byte[100])));
        refused(413, "larger", send(post(PATH, new byte[1_001])));
        assertThat(agent.wasAsked()).isFalse();
        agent.refuse(422, "The picture is damaged.");
        refused(422, "damaged", send(post(PATH, PHOTO)));
        assertThat(uploads).isEmptyDirectory();
        assertThat(server.photo(ID)).isEmpty();
    }

    @Test
    void aPortraitIsNoBackgroundAndABackgroundNoPortrait() {
        start(o -> o);
        String portrait = location(send(upload("?consent=true", PHOTO)));
        assertThat(send(request("GET", PATH + "/" + ID)).statusCode()).isEqualTo(404);
        refused(422, "no such background", send(offer("?portrait=w1&background=" + ID, Fixtures.CHROME)));
        send(post(PATH, PHOTO));
        assertThat(send(request("DELETE", portrait)).statusCode()).isEqualTo(204);
        assertThat(send(request("GET", PATH + "/" + ID)).statusCode()).isEqualTo(200);
        assertThat(server.photo(ID)).contains(PHOTO);
        refused(422, "no such portrait", send(offer("?portrait=" + ID, Fixtures.CHROME)));
        assertThat(send(request("GET", PATH + "/" + ID + "-2")).statusCode()).isEqualTo(404);
    }

    @Test
    void aRemovedBackgroundIsForgottenByAgents() {
        start(o -> o);
        String path = location(send(post(PATH, PHOTO)));
        assertThat(send(request("DELETE", path)).statusCode()).isEqualTo(204);
        assertThat(agent.next(ForgetBackground.class).background()).isEqualTo(ID);
        Path folder = uploads.resolve("backgrounds");
        assertThat(folder).isEmptyDirectory();
        refused(422, "Upload the picture again", send(offer("?portrait=w1&background=" + ID, Fixtures.CHROME)));
        send(post(PATH, PHOTO));
        wallClock.pass(Duration.ofDays(30));
        assertThat(send(request("GET", path)).statusCode()).as("its time is up").isEqualTo(404);
    }
}
