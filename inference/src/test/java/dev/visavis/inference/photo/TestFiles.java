package dev.visavis.inference.photo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Files byte by byte: such as cameras write, and such as no one should. */
final class TestFiles {
    private TestFiles() {
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] cut(byte[] file, double share) {
        return Arrays.copyOf(file, (int) (file.length * share));
    }

    /** A TIFF directory with one entry, the orientation. */
    static byte[] orientationTiff(int orientation) {
        return join(ascii("MM\0*"), new byte[] {0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation,
            0, 0, 0, 0, 0, 0});
    }

    /** The JPEG file with a segment put in behind its first marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
        int length = payload.length + 2;
        return join(Arrays.copyOf(jpeg, 2),
                new byte[] {(byte) 0xff, (byte) marker, (byte) (length >> 8), (byte) length}, payload,
                Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    static byte[] withExif(byte[] jpeg, int orientation) {
        return withSegment(jpeg, 0xe1, join(ascii("Exif\0\0"), orientationTiff(orientation)));
    }

    /** The JPEG file with a profile behind its JFIF segment whose red is 8 % of white stronger than sRGB's. */
    static byte[] withStrongRedProfile(byte[] jpeg) {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        ByteBuffer buffer = ByteBuffer.wrap(profile);
        for (int tag = 132; tag < 132 + 12 * buffer.getInt(128); tag += 12) { // ICC.1, 7.3: tag table
            int data = buffer.getInt(tag + 4);
            if (new String(profile, tag, 4, ISO_8859_1).equals("rXYZ")) {
                buffer.putInt(data + 8, buffer.getInt(data + 8) + (int) (0.08 * 65536));
            }
        }
        int head = 4 + (jpeg[4] << 8 | jpeg[5] & 0xff);
        byte[] marked = withSegment(Arrays.copyOf(jpeg, 2), 0xe2, join(ascii("ICC_PROFILE\0\u0001\u0001"), profile));
        return join(Arrays.copyOf(jpeg, head), Arrays.copyOfRange(marked, 2, marked.length),
                Arrays.copyOfRange(jpeg, head, jpeg.length));
    }

    /** The JPEG file with other dimensions in its frame header. */
    static byte[] withFrameSize(byte[] jpeg, int width, int height) {
        byte[] result = jpeg.clone();
        for (int i = 0; i < result.length - 9; i++) {
            if ((result[i] & 0xff) == 0xff && (result[i + 1] & 0xff) == 0xc0) {
                ByteBuffer.wrap(result).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return result;
            }
        }
        throw new IllegalArgumentException("no frame header");
    }

    /** @param raster of 4 bands: a JPEG without an Adobe segment, or with one of that transform if it is not negative */
    static byte[] fourComponentJpeg(Raster raster, int adobeTransform) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(1);
            writer.write(null, new IIOImage(raster, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] jpeg = out.toByteArray();
        return adobeTransform < 0
                ? jpeg
                : withSegment(jpeg, 0xee, join(ascii("Adobe"), new byte[] {0, 100, 0, 0, 0, 0, (byte) adobeTransform}));
    }

    static WritableRaster flatRaster(int side, int... samples) {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, side, side, samples.length, null);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                raster.setPixel(x, y, samples);
            }
        }
        return raster;
    }

    /** A PNG of black pixels, valid whatever its size: a megabyte holds a gigabyte. */
    static byte[] blackPng(int width, int height, int bitDepth, int colorType, int bytesPerPixel) {
        Deflater deflater = new Deflater(1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] row = new byte[1 + width * bytesPerPixel];
        byte[] buffer = new byte[1 << 16];
        for (int y = 0; y < height; y++) {
            deflater.setInput(row);
            while (!deflater.needsInput()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return join(pngHead(width, height, bitDepth, colorType), pngChunk("IDAT", packed.toByteArray()),
                pngChunk("IEND", new byte[0]));
    }

    static byte[] pngHead(int width, int height, int bitDepth, int colorType) {
        return join(ascii("\u0089PNG\r\n\u001a\n"), pngChunk("IHDR", ByteBuffer.allocate(13).putInt(width)
                .putInt(height).put((byte) bitDepth).put((byte) colorType).array()));
    }

    static byte[] pngChunk(String name, byte[] data) {
        byte[] body = join(ascii(name), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return join(ByteBuffer.allocate(4).putInt(data.length).array(), body,
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /** The PNG with a chunk put in behind its header. */
    static byte[] withPngChunk(byte[] png, String name, byte[] data) {
        int afterHeader = 8 + 25;
        return join(Arrays.copyOf(png, afterHeader), pngChunk(name, data),
                Arrays.copyOfRange(png, afterHeader, png.length));
    }

    /** The GIF with frames of one black pixel behind its own. */
    static byte[] withFrames(byte[] gif, int frames) {
        byte[] frame = {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0};
        byte[][] parts = new byte[frames + 2][];
        Arrays.fill(parts, frame);
        parts[0] = Arrays.copyOf(gif, gif.length - 1);
        parts[frames + 1] = new byte[] {0x3b};
        return join(parts);
    }
}
