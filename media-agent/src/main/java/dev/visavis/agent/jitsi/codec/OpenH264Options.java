package dev.visavis.agent.jitsi.codec;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * Changes the bitrate and the frame rate of a running OpenH264, for which FFmpeg has no way: opening it anew costs a key
 * frame each time, just when the link has no room for one. FFmpeg's private data begins with its class and the encoder
 * (libopenh264enc.c, SVCContext); an encoder begins with its function table (codec_api.h, ISVCEncoderVtbl). Every change
 * is read back; where that fails, {@link #isUsable()} is false and the caller opens the encoder anew.
 */
final class OpenH264Options {
    private static final int SET_OPTION = 7;
    private static final int GET_OPTION = 8;
    private static final int FRAME_RATE = 4;
    private static final int BITRATE = 5;
    private static final int MAX_BITRATE = 6;
    private static final int FIRST_LAYER = 0;
    private static final int ALL_LAYERS = 4;

    private final Pointer encoder;
    private final Pointer functions;
    private final Memory value = new Memory(8);
    private boolean usable;

    /** @param codec opened with libopenh264 */
    OpenH264Options(AVCodecContext codec, int bitsPerSecond) {
        Pointer context = new Pointer(codec.priv_data().address());
        encoder = context.getPointer(Native.POINTER_SIZE);
        functions = encoder == null ? null : encoder.getPointer(0);
        usable = functions != null;
        usable = usable && readBitrate() == bitsPerSecond; // what it was opened with: the layout is as expected
    }

    boolean isUsable() {
        return usable;
    }

    private int readBitrate() {
        value.setInt(0, ALL_LAYERS);
        value.setInt(4, 0);
        return call(GET_OPTION, BITRATE) == 0 ? value.getInt(4) : -1;
    }

    void setBitrate(int bitsPerSecond) {
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

    void setFrameRate(float framesPerSecond) {
        value.setFloat(0, framesPerSecond);
        usable &= call(SET_OPTION, FRAME_RATE) == 0;
    }

    private int call(int function, int option) {
        Pointer address = functions.getPointer((long) function * Native.POINTER_SIZE);
        return Function.getFunction(address).invokeInt(new Object[] {encoder, option, value});
    }
}
