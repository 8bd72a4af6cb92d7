package dev.visavis.agent.openh264;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * What FFmpeg cannot tell a running OpenH264: another bitrate and frame rate (opening it anew costs a key frame each time,
 * just when the link has no room for one), and to look at the whole picture. FFmpeg's private data begins with its class and the encoder
 * (libopenh264enc.c, SVCContext); an encoder begins with its function table (codec_api.h, ISVCEncoderVtbl). Every change
 * is read back; where that fails, {@link #isUsable()} is false and the caller opens the encoder anew.
 */
public final class OpenH264Options {
    private static final int SET_OPTION = 7;
    private static final int GET_OPTION = 8;
    private static final int PARAMETERS = 3;
    private static final int FRAME_RATE = 4;
    private static final int BITRATE = 5;
    private static final int MAX_BITRATE = 6;
    private static final int FIRST_LAYER = 0;
    private static final int ALL_LAYERS = 4;

    // Of SEncParamExt (codec_app_def.h), bytes from its beginning.
    private static final int PARAMETERS_BYTES = 2_048;
    private static final int TARGET_BITRATE = 12;
    private static final int INTRA_PERIOD = 836;
    private static final int BACKGROUND_DETECTION = 909;

    private final Pointer encoder;
    private final Pointer functions;
    private final Memory value = new Memory(8);
    private boolean usable;

    /** @param codec opened with libopenh264 */
    public OpenH264Options(AVCodecContext codec, int bitsPerSecond) {
        Pointer context = new Pointer(codec.priv_data().address());
        encoder = context.getPointer(Native.POINTER_SIZE);
        functions = encoder == null ? null : encoder.getPointer(0);
        usable = functions != null;
        usable = usable && readBitrate() == bitsPerSecond; // what it was opened with: the layout is as expected
    }

    /** False once something was not as expected; nothing that is set after that counts. */
    public boolean isUsable() {
        return usable;
    }

    private int readBitrate() {
        value.setInt(0, ALL_LAYERS);
        value.setInt(4, 0);
        return call(GET_OPTION, BITRATE) == 0 ? value.getInt(4) : -1;
    }

    public void setBitrate(int bitsPerSecond) {
        boolean grows = bitsPerSecond > readBitrate();
        if (grows) {
            setMaximum(bitsPerSecond); // which the target may never be above
        }
        set(BITRATE, ALL_LAYERS, bitsPerSecond);
        if (!grows) {
            setMaximum(bitsPerSecond);
        }
        usable &= readBitrate() == bitsPerSecond;
    }

    private void setMaximum(int bitsPerSecond) {
        set(MAX_BITRATE, ALL_LAYERS, bitsPerSecond);
        set(MAX_BITRATE, FIRST_LAYER, bitsPerSecond);
    }

    private void set(int option, int layer, int bitsPerSecond) {
        value.setInt(0, layer);
        value.setInt(4, bitsPerSecond);
        usable &= call(SET_OPTION, option) == 0;
    }

    public void setFrameRate(float framesPerSecond) {
        value.setFloat(0, framesPerSecond);
        usable &= call(SET_OPTION, FRAME_RATE) == 0;
    }

    /**
     * Encodes all of every picture. Unless told, OpenH264 leaves out blocks that have changed little since the picture
     * before and takes them for background: of what moves away slowly before a still background, single pixels then stay
     * behind at the edges of blocks.
     *
     * @param keyFrameInterval what the encoder was opened with, by which the parameters are recognized
     * @return false if the parameters are not as expected; the encoder then goes on as it was
     */
    public boolean encodeWholePictures(int keyFrameInterval) {
        Memory parameters = parameters();
        if (!isAsExpected(parameters, keyFrameInterval)) {
            return false;
        }
        parameters.setByte(BACKGROUND_DETECTION, (byte) 0);
        return call(SET_OPTION, PARAMETERS, parameters) == 0;
    }

    /** True while blocks may be left out, and the parameters are as expected. */
    boolean looksForBackground(int keyFrameInterval) {
        Memory parameters = parameters();
        return isAsExpected(parameters, keyFrameInterval) && parameters.getByte(BACKGROUND_DETECTION) != 0;
    }

    private Memory parameters() {
        Memory parameters = new Memory(PARAMETERS_BYTES);
        parameters.clear();
        usable = usable && call(GET_OPTION, PARAMETERS, parameters) == 0;
        return parameters;
    }

    private boolean isAsExpected(Memory parameters, int keyFrameInterval) {
        return usable && parameters.getInt(TARGET_BITRATE) == readBitrate()
                && parameters.getInt(INTRA_PERIOD) == keyFrameInterval
                && (parameters.getByte(BACKGROUND_DETECTION) & ~1) == 0;
    }

    private int call(int function, int option) {
        return call(function, option, value);
    }

    private int call(int function, int option, Memory argument) {
        Pointer address = functions.getPointer((long) function * Native.POINTER_SIZE);
        return Function.getFunction(address).invokeInt(new Object[] {encoder, option, argument});
    }
}
