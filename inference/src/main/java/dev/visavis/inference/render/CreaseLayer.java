package dev.visavis.inference.render;

import dev.visavis.inference.face.Motion;
import dev.visavis.inference.image.Texture;
import java.util.List;

/** The texture with as much of {@link SmileCreases} as the face smiles. One per decoder. */
final class CreaseLayer {
    private static final int WHOLE = 256;
    private final List<SmileCreases.Cheek> cheeks;
    private final int stride;
    private final int[] shares;
    /** What is to be sampled; the texture's own where there are no creases. */
    final byte[] luma;
    final byte[] chroma;

    CreaseLayer(Texture texture, SmileCreases creases) {
        cheeks = creases.cheeks();
        stride = texture.width;
        shares = new int[cheeks.size()];
        luma = cheeks.isEmpty() ? texture.luma : texture.luma.clone();
        chroma = cheeks.isEmpty() ? texture.chroma : texture.chroma.clone();
    }

    void update(Motion motion) {
        for (int i = 0; i < shares.length; i++) {
            SmileCreases.Cheek cheek = cheeks.get(i);
            int share = (int) (WHOLE * cheek.share(motion.weights) + 0.5f);
            if (share != shares[i]) {
                shares[i] = share;
                cheek.write(luma, chroma, stride, share);
            }
        }
    }
}
