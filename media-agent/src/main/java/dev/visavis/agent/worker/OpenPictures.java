package dev.visavis.agent.worker;

import dev.visavis.inference.portrait.PortraitException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was made of uploaded pictures. Of what was used last some stays open, besides what calls show; the rest is made
 * anew at the {@link PhotoDesk} when it is asked for. Thread-safe.
 */
final class OpenPictures<K, V> {
    private final PhotoDesk desk;
    private final Map<K, V> open;

    /** @param most that stay open */
    OpenPictures(PhotoDesk desk, int most) {
        this.desk = desk;
        open = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Blocks until it is open.
     *
     * @throws Refusal if too many others are waiting
     * @throws PortraitException if it cannot be made
     */
    V get(K key, PhotoDesk.Work<V> making) throws PortraitException, InterruptedException {
        V known = known(key);
        return known != null ? known : desk.run(() -> {
            V meanwhile = known(key);
            return meanwhile != null ? meanwhile : put(key, making.run());
        });
    }

    private V known(K key) {
        synchronized (open) {
            return open.get(key);
        }
    }

    /** @return the value */
    V put(K key, V value) {
        synchronized (open) {
            open.put(key, value);
        }
        return value;
    }

    void forget(Predicate<K> which) {
        synchronized (open) {
            open.keySet().removeIf(which);
        }
    }
}
