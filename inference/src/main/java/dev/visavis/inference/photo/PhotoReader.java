package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes the bytes of a JPEG, PNG, WebP or GIF (its first frame) to an upright 8-bit sRGB picture, within bounds on
 * memory and time whatever the bytes are: sizes are read before pixels, very large pictures are read at half or a
 * quarter of their size.
 */
public final class PhotoReader {
    /** Longest file that is looked at. */
    public static final int MAX_BYTES = 32 << 20;
    /** Longest side in pixels. */
    public static final int MAX_SIDE = 12_000;
    /** Most pixels. */
    public static final long MAX_PIXELS = 64_000_000;
    /** The same for progressive JPEG, whose decoder keeps every coefficient. */
    static final long MAX_PROGRESSIVE_PIXELS = 40_000_000;
    /** The same for WebP, whose decoder is in Java and slower. */
    static final long MAX_WEBP_PIXELS = 10_000_000;
    /** More than any encoder writes; each scan is a pass over the whole picture. */
    static final int MAX_JPEG_SCANS = 40;
    /** What the decoded picture may take; beyond it every second (third, ...) pixel is read. */
    private static final long DECODED_BYTES = 76L << 20;

    private PhotoReader() {
    }

    /**
     * @return of type {@link BufferedImage#TYPE_3BYTE_BGR}; what was transparent is light grey
     * @throws PortraitException if the bytes are no picture that can be read, or too large a one
     */
    public static BufferedImage read(byte[] bytes) throws PortraitException {
        if (bytes.length > MAX_BYTES) {
            throw new PortraitException(String.format(Locale.ROOT,
                    "The file has %d MB; pictures up to %d MB can be read. Save it as JPEG and try again.",
                    bytes.length >> 20, MAX_BYTES >> 20));
        }
        PhotoFormat format = PhotoFormat.of(bytes);
        try {
            return Upright.turn(decode(format, bytes), ExifOrientation.ofFile(format, bytes));
        } catch (IOException | RuntimeException e) {
            throw new PortraitException("The picture is damaged and cannot be read: " + e.getMessage()
                    + ". Use the original file, or save it again from a picture viewer.", e);
        }
    }

    private static BufferedImage decode(PhotoFormat format, byte[] bytes) throws IOException, PortraitException {
        if (format != PhotoFormat.JPEG) {
            if (format == PhotoFormat.WEBP && riffLength(bytes) > bytes.length) { // its reader would go on with zeros
                throw new IOException(TruncationListener.MESSAGE);
            }
            return decode(format, bytes, null);
        }
        JpegSegments segments = JpegSegments.of(bytes);
        if (segments.scans() > MAX_JPEG_SCANS) {
            throw new PortraitException("This JPEG is built in " + segments.scans()
                    + " passes, which no camera does. Save it again from a picture viewer.");
        }
        try {
            return decode(format, bytes, segments);
        } catch (IllegalArgumentException | IllegalStateException e) { // a colour profile or other metadata is broken
            return decode(format, JpegSegments.withoutMetadata(bytes), segments);
        }
    }

    private static BufferedImage decode(PhotoFormat format, byte[] bytes, JpegSegments jpeg)
            throws IOException, PortraitException {
        ImageReader reader = newReader(format);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            TruncationListener truncation = new TruncationListener();
            reader.addIIOReadWarningListener(truncation);
            checkSize(format, jpeg, reader.getWidth(0), reader.getHeight(0));
            ImageReadParam param = reader.getDefaultReadParam();
            int step = step(reader, jpeg);
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage image;
            if (jpeg != null && jpeg.components() == 4) {
                Raster raster = reader.readRaster(0, param);
                image = SrgbConversion.ofCmyk(raster, jpeg.adobeTransform());
            } else {
                image = SrgbConversion.of(reader.read(0, param));
            }
            truncation.check();
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static long riffLength(byte[] bytes) {
        return 8 + (ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffffffffL);
    }

    /** The JDK's readers where it has them: other plug-ins on the class path must not change what a photo is. */
    private static ImageReader newReader(PhotoFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        ImageReader first = null;
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (first == null || reader.getClass().getName().startsWith("com.sun.")) {
                first = reader;
            }
        }
        if (first == null) {
            throw new IllegalStateException("no reader for " + format + " is installed");
        }
        return first;
    }

    private static void checkSize(PhotoFormat format, JpegSegments jpeg, int width, int height)
            throws PortraitException {
        long most = format == PhotoFormat.WEBP
                ? MAX_WEBP_PIXELS
                : jpeg != null && jpeg.progressive() ? MAX_PROGRESSIVE_PIXELS : MAX_PIXELS;
        if (Math.max(width, height) > MAX_SIDE || (long) width * height > most) {
            throw new PortraitException(String.format(Locale.ROOT,
                    "The picture has %d x %d pixels; up to %d on a side and %d million in all can be read. "
                            + "Make it smaller, or crop it.",
                    width, height, MAX_SIDE, most / 1_000_000));
        }
    }

    private static int step(ImageReader reader, JpegSegments jpeg) throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        var type = reader.getImageTypes(0).hasNext() ? reader.getRawImageType(0) : null;
        int bytesPerPixel = type == null ? 4 : Math.max(3, type.getColorModel().getPixelSize() / 8);
        long budget = jpeg != null && jpeg.progressive() ? DECODED_BYTES / 2 : DECODED_BYTES;
        int step = 1;
        while (pixels * bytesPerPixel / ((long) step * step) > budget) {
            step++;
        }
        return step;
    }
}
