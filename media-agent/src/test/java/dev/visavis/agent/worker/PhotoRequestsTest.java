package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.call.FakePack;
import dev.visavis.agent.transport.InMemoryTransport;
import dev.visavis.agent.transport.InMemoryWebRtcTransport;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.Pump;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.signaling.protocol.AgentReply.BackgroundChecked;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentReply.PhotoAnalyzed;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.AnalyzePhoto;
import dev.visavis.signaling.protocol.AgentRequest.CheckBackground;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.ForgetBackground;
import dev.visavis.signaling.protocol.AgentRequest.ForgetPortrait;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.PhotoFindings;
import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploaded pictures at an agent: real photos and a real analyzer, a pack and a network that are made up. */
@Timeout(120)
class PhotoRequestsTest {
    private static final byte[] FACE = Presenters.image("w3").orElseThrow();

    private final Vertx vertx = Vertx.vertx();
    private final FakePack pack = new FakePack();
    private final Caller caller = new Caller(vertx, "photos");
    private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
    private final CountDownLatch fetch = new CountDownLatch(1);
    /** Of the call that was opened last. */
    private final AtomicReference<InMemoryWebRtcTransport> transport = new AtomicReference<>();
    private AgentWorker agent;

    @BeforeEach
    void start() throws Exception {
        AgentEngine engine = new AgentEngine(pack, pack::newMark, List.of(), id -> Optional.empty(), this::fetch);
        agent = Caller.get(AgentWorker.start(vertx, AgentOptions.of("photos", 20), engine, () -> {
            transport.set(new InMemoryWebRtcTransport());
            return transport.get();
        }));
    }

    @AfterEach
    void stop() throws Exception {
        fetch.countDown();
        Caller.get(agent.close());
        Caller.get(vertx.close());
    }

    private Optional<byte[]> fetch(String id) {
        if (id.startsWith("5".repeat(8))) {
            try {
                fetch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.ofNullable(uploads.get(id));
    }

    private String upload(byte[] photo, int face) {
        String id = PictureId.of(photo, face).toString();
        uploads.put(id, photo);
        return id;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** The same picture under another name: what follows a JPEG's end is passed over. */
    private static byte[] copy(int number) {
        byte[] bytes = Arrays.copyOf(FACE, FACE.length + 1);
        bytes[FACE.length] = (byte) number;
        return bytes;
    }

    private void assertRefused(AgentRequest request, int status, String words) throws Exception {
        ReplyException refused = caller.refusal(request);
        assertThat(refused.failureCode()).as(refused.getMessage()).isEqualTo(status);
        assertThat(refused.getMessage()).contains(words);
    }

    private void call(String callId, String portrait) throws Exception {
        caller.ask(new OpenCall(callId, "v=0\r\n", portrait, Controls.UNCHANGED), CallOpened.class);
        caller.ask(new CloseCall(callId, ""), Done.class);
    }

    @Test
    void saysWhatIsOnAPhotoAndShowsItAsCallsFrameIt() throws Exception {
        PhotoAnalyzed reply = caller.ask(new AnalyzePhoto(upload(FACE, 1)), PhotoAnalyzed.class);
        PhotoFindings found = reply.findings();
        assertThat(found.width()).isEqualTo(1024);
        assertThat(found.faces()).hasSize(1);
        assertThat(found.face()).isEqualTo(1);
        assertThat(Math.abs(found.yaw())).isLessThan(15);
        byte[] jpeg = Base64.getDecoder().decode(reply.image());
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(image.getWidth()).isEqualTo(found.imageWidth()).isEqualTo(pack.spec().width());
        assertThat(found.faceInImage().width()).isBetween(image.getWidth() / 5, image.getWidth());
        assertThat(new String(jpeg, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
    }

    @Test
    void anAnalyzedPhotoIsOpenWhenItIsCalled() throws Exception {
        String id = upload(FACE, 1);
        caller.ask(new AnalyzePhoto(id), PhotoAnalyzed.class);
        uploads.clear();
        call("a", id);
        call("b", id);
        assertThat(pack.portraits()).isEqualTo(1);
        caller.ask(new ForgetPortrait(id), Done.class);
        assertRefused(new OpenCall("c", "v=0\r\n", id, Controls.UNCHANGED), 422, "upload it again");
    }

    @Test
    void anAgentThatNeverSawThePhotoFetchesIt() throws Exception {
        call("a", upload(FACE, 1));
        assertThat(pack.portraits()).isEqualTo(1);
    }

    @Test
    void thoseUsedLastStayOpen() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i <= UploadedPortraits.MAX_OPEN; i++) {
            ids.add(upload(copy(i), 1));
            call("call-" + i, ids.get(i));
        }
        int opened = pack.portraits();
        call("newest", ids.get(UploadedPortraits.MAX_OPEN));
        call("second", ids.get(1));
        assertThat(pack.portraits()).isEqualTo(opened);
        call("oldest", ids.get(0));
        assertThat(pack.portraits()).isEqualTo(opened + 1);
    }

    @Test
    void refusesInWordsWhatCannotBecomeAPortrait() throws Exception {
        byte[] wall = png(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB));
        assertRefused(new AnalyzePhoto(upload(wall, 1)), 422, "No face was found");
        assertRefused(new AnalyzePhoto(upload(FACE, 2)), 422, "There is no face number 2");
        assertRefused(new AnalyzePhoto(upload(Arrays.copyOf(FACE, 30_000), 1)), 422, "damaged");
        assertRefused(new AnalyzePhoto("0".repeat(64)), 422, "not there any more");
        assertRefused(new AnalyzePhoto("w1"), 400, "no name of a picture");
        String id = PictureId.of(FACE, 1).toString();
        uploads.put(id, copy(1));
        assertRefused(new AnalyzePhoto(id), 500, "not the one asked for");
        assertThat(pack.portraits()).isZero();
        call("after all that", upload(FACE, 1));
    }

    private static BufferedImage wall(int width, int height, int rgb) {
        BufferedImage wall = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            wall.setRGB(i % width, i / width, rgb);
        }
        return wall;
    }

    private String background(int width, int height, int rgb) throws IOException {
        return upload(png(wall(width, height, rgb)), 1);
    }

    @Test
    void aPictureIsCheckedAndShownSmaller() throws Exception {
        String id = background(1600, 1200, 0x204060);
        BackgroundChecked checked = caller.ask(new CheckBackground(id), BackgroundChecked.class);
        assertThat(checked.warnings()).isEmpty();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(checked.image())));
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(480);
        assertThat(caller.ask(new CheckBackground(background(200, 300, 0)), BackgroundChecked.class).warnings())
                .hasSize(1).allMatch(w -> w.contains("200 x 300"));
        assertRefused(new CheckBackground(background(40, 900, 0)), 422, "40 x 900");
        assertRefused(new CheckBackground(upload(Arrays.copyOf(FACE, 30_000), 1)), 422, "damaged");
        assertRefused(new CheckBackground("0".repeat(64)), 422, "not there any more");
        assertRefused(new CheckBackground("own"), 400, "no name of a picture");
    }

    /** In the call from its beginning, and changed while it goes on. */
    @Test
    void aCallStandsBeforeAnUploadedPicture() throws Exception {
        String face = upload(FACE, 1);
        String first = background(300, 300, 0x40);
        String second = background(400, 200, 0x60);
        caller.ask(new CheckBackground(first), BackgroundChecked.class);
        uploads.remove(first);
        caller.ask(new OpenCall("a", "v=0\r\n", face, before(first)), CallOpened.class);
        transport.get().media().become(MediaTransport.State.CONNECTED);
        awaitWall(0x40);
        caller.ask(new SetControls("a", before(second)), Done.class);
        awaitWall(0x60);
        caller.ask(new ForgetBackground(first), Done.class);
        assertRefused(new SetControls("a", before(first)), 422, "upload it again");
        awaitWall(0x60);
    }

    private static Controls before(String background) {
        return new Controls(null, null, null, null, null, null, null, null, background);
    }

    private void awaitWall(int blue) throws Exception {
        InMemoryTransport media = transport.get().media();
        int from = media.frames().size();
        Pump.until("wall " + blue, () -> media.frames().stream().skip(from)
                .anyMatch(f -> Math.abs((f.frame().y()[FakePack.WHERE] & 0xff) - blue) <= 2));
    }

    @Test
    void oneAtATimeAndAFewMayWait() throws Exception {
        List<io.vertx.core.Future<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 1 + PhotoDesk.MAX_WAITING; i++) {
            waiting.add(caller.send(new AnalyzePhoto("5".repeat(63) + i)));
        }
        ReplyException refused = caller.refusal(new AnalyzePhoto(upload(FACE, 1)));
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(refused.getMessage()).contains("Other pictures");
        fetch.countDown();
        for (io.vertx.core.Future<?> one : waiting) {
            Caller.get(one.otherwiseEmpty());
        }
        caller.ask(new AnalyzePhoto(upload(FACE, 1)), PhotoAnalyzed.class);
    }
}
