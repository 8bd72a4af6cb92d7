package dev.visavis.demo.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.file.MediaFileException;
import dev.visavis.inference.photo.AnalyzedPhoto;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFileTest {
    @TempDir
    Path folder;

    private Path photo() throws IOException {
        return Files.write(folder.resolve("my face.jpg"), Presenters.image("m2").orElseThrow());
    }

    @Test
    void aPresenterComesWithItsLandmarksAndAPhotoGetsThem() throws Exception {
        PortraitSource presenter = PhotoFile.open("m2");
        PortraitSource photo = PhotoFile.open(photo().toString());
        assertThat(photo.landmarks()).hasSameSizeAs(presenter.landmarks());
        assertThat(PhotoFile.analyze("m2", 0).analysis())
                .isEqualTo(PhotoFile.analyze(photo().toString(), 0).analysis());
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertRefused("nobody", 0, "there is no presenter and no photo nobody; presenters are w1 ");
        assertRefused(folder.toString(), 0, "there is no presenter and no photo");
        assertRefused(Files.writeString(folder.resolve("text.png"), "hello").toString(), 0, "is not a picture");
        assertRefused(photo().toString(), 1, "There is no face number 2");
        Path huge = folder.resolve("huge.jpg");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(40L << 20);
        }
        assertRefused(huge.toString(), 0, "has 40 MB");
    }

    private static void assertRefused(String photo, int face, String why) {
        assertThatThrownBy(() -> PhotoFile.analyze(photo, face)).isInstanceOf(PortraitException.class)
                .hasMessageContaining(why);
    }

    @Test
    void boxAndPointsAreDrawnWhereTheFaceIs() throws Exception {
        AnalyzedPhoto found = PhotoFile.analyze("w1", 0);
        BufferedImage before = found.source().image();
        BufferedImage after = FoundPicture.draw(found.source());
        assertThat(after.getWidth()).isEqualTo(before.getWidth());
        float[] points = found.source().landmarks();
        int nose = 3;
        assertThat(after.getRGB((int) points[nose], (int) points[nose + 1]) & 0xffffff).isEqualTo(0x28e6aa);
        assertThat(after.getRGB(1, 1)).isEqualTo(before.getRGB(1, 1));
    }

    @Test
    void aPictureThatCannotBeWrittenIsOneClearError() {
        assertThatThrownBy(() -> PictureFile.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB),
                folder.resolve("no/such/folder.png"))).isInstanceOf(MediaFileException.class)
                .hasMessageContaining("cannot write");
        assertThat(folder).isEmptyDirectory();
    }
}
