package dev.visavis.agent.openh264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Holds the layout of the bundled OpenH264's parameters: another version of it may have another. */
class OpenH264OptionsTest {
    private static final int BITRATE = 700_000;
    private static final int KEY_FRAMES = 1_234;

    private final AVCodecContext codec = open();

    private static AVCodecContext open() {
        AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
        AVCodecContext codec = avcodec_alloc_context3(encoder);
        codec.width(256).height(256).pix_fmt(AV_PIX_FMT_YUV420P).bit_rate(BITRATE).gop_size(KEY_FRAMES);
        codec.time_base(new AVRational().num(1).den(25));
        assertThat(avcodec_open2(codec, encoder, (AVDictionary) null)).isNotNegative();
        return codec;
    }

    @AfterEach
    void close() {
        avcodec_free_context(codec);
    }

    @Test
    void leavesNoBlockOutForBackgroundOnceTold() {
        OpenH264Options options = new OpenH264Options(codec, BITRATE);
        assertThat(options.looksForBackground(KEY_FRAMES)).isTrue();
        assertThat(options.encodeWholePictures(KEY_FRAMES)).isTrue();
        assertThat(options.looksForBackground(KEY_FRAMES)).isFalse();
    }

    @Test
    void whatLooksOtherwiseThanExpectedIsLeftAlone() {
        assertThat(new OpenH264Options(codec, BITRATE).encodeWholePictures(KEY_FRAMES + 1)).isFalse();
        assertThat(new OpenH264Options(codec, BITRATE + 1).encodeWholePictures(KEY_FRAMES)).isFalse();
        assertThat(new OpenH264Options(codec, BITRATE).looksForBackground(KEY_FRAMES)).isTrue();
    }

    @Test
    void bitrateAndFrameRateChange() {
        OpenH264Options options = new OpenH264Options(codec, BITRATE);
        options.setBitrate(2 * BITRATE);
        options.setBitrate(BITRATE / 2);
        options.setFrameRate(12.5f);
        assertThat(options.isUsable()).isTrue();
    }
}
