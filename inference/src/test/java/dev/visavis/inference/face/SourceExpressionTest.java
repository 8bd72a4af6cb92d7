package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ContactSheet;
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.EyePlate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A photo with a smile and open lips, which is a presenter drawn so. */
class SourceExpressionTest {
    private static ExplicitPortrait smiling;
    private static I420Frame inFrame;

    @BeforeAll
    static void photograph() throws PortraitException {
        ExplicitPortrait presenter = Faces.portrait("m3");
        float[] latent = Faces.rest();
        for (Blendshape shape : Blendshape.values()) {
            latent[ExplicitMotion.index(shape)] = switch (shape) {
                case MOUTH_SMILE_LEFT, MOUTH_SMILE_RIGHT -> 0.7f;
                case MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT, JAW_OPEN -> 0.25f;
                default -> 0;
            };
        }
        I420Frame photo = Faces.draw(presenter, latent);
        float[] vertices = Faces.vertices(presenter, latent);
        float[] landmarks = new float[3 * 478];
        System.arraycopy(vertices, 0, landmarks, 0, 3 * FaceModel.VERTICES);
        for (EyePlate eye : new EyePlate[] {presenter.leftEye, presenter.rightEye}) {
            for (int i = 0; i < 5; i++) {
                int at = 3 * (eye.eye().iris() + i);
                landmarks[at] = eye.centreX() + (i == 0 ? 0 : eye.radius() * (float) Math.cos(i * Math.PI / 2));
                landmarks[at + 1] = eye.centreY() + (i == 0 ? 0 : eye.radius() * (float) Math.sin(i * Math.PI / 2));
                landmarks[at + 2] = eye.depth();
            }
        }
        for (int i = 2; i < landmarks.length; i += 3) {
            landmarks[i] = -landmarks[i];
        }
        PortraitSource source = new PortraitSource("smiling", ContactSheet.picture(photo), landmarks);
        smiling = Faces.encoder(Faces.SIZE, Faces.SIZE).encode(source);
        inFrame = Faces.photo(source);
    }

    @Test
    void theMotionOfThePhotoItselfDrawsThePhoto() {
        float[] own = smiling.sourceMotion();
        assertThat(own[ExplicitMotion.index(Blendshape.MOUTH_SMILE_LEFT)]).isGreaterThan(0.2f);
        assertThat(own[ExplicitMotion.index(Blendshape.MOUTH_UPPER_UP_LEFT)]).isGreaterThan(0.1f);
        assertThat(psnr(Faces.draw(smiling, own))).isGreaterThan(42);
    }

    @Test
    void atRestTheExpressionIsGone() {
        assertThat(psnr(Faces.draw(smiling, Faces.rest()))).isLessThan(36);
        float[] rest = Faces.vertices(smiling, Faces.rest());
        assertThat(rest[3 * 14 + 1] - rest[3 * 13 + 1]).as("gap of the lips").isLessThan(0.5f);
    }

    @Test
    void aLittleLessOfItChangesThePictureALittle() {
        float[] own = smiling.sourceMotion();
        float[] less = own.clone();
        for (int i = ExplicitMotion.POSE_SIZE; i < less.length; i++) {
            less[i] *= 0.99f;
        }
        I420Frame a = Faces.draw(smiling, own);
        I420Frame b = Faces.draw(smiling, less);
        double change = 0;
        for (int i = 0; i < a.y().length; i++) {
            change += Math.abs((a.y()[i] & 0xFF) - (b.y()[i] & 0xFF));
        }
        assertThat(change).isGreaterThan(0);
        assertThat(change / a.y().length / 255).isLessThan(0.01);
    }

    /** Where hardly anything of it is left, a mouth fades out: it leaves no pixel without a colour, which would be green. */
    @Test
    void onTheWayToRestNothingTurnsGreen() {
        for (int percent = 50; percent <= 150; percent++) {
            float[] latent = Faces.rest();
            for (int i = ExplicitMotion.POSE_SIZE; i < latent.length; i++) {
                latent[i] = smiling.sourceMotion()[i] * percent / 100;
            }
            I420Frame frame = Faces.draw(smiling, latent);
            for (byte[] plane : new byte[][] {frame.u(), frame.v()}) {
                int least = 255;
                for (byte chroma : plane) {
                    least = Math.min(least, chroma & 0xFF);
                }
                assertThat(least).as("at %d %%", percent).isGreaterThan(30);
            }
        }
    }

    /** Of luma within the face's box, against the photo. */
    private static double psnr(I420Frame frame) {
        float[] rest = smiling.mesh.rest;
        double error = 0;
        int n = 0;
        for (int y = Math.round(rest[3 * 10 + 1]); y < Math.round(rest[3 * 152 + 1]); y++) {
            for (int x = Math.round(rest[3 * 234]); x < Math.round(rest[3 * 454]); x++, n++) {
                int i = y * Faces.SIZE + x;
                double d = (frame.y()[i] & 0xFF) - (inFrame.y()[i] & 0xFF);
                error += d * d;
            }
        }
        return 10 * Math.log10(255 * 255 / (error / n + 1e-9));
    }
}
