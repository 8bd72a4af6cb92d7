package dev.visavis.demo.render;

import java.io.PrintStream;
import java.util.Locale;

/** A line that is drawn over itself on a terminal. */
public final class ProgressBar implements OfflineRender.Progress {
    private static final int WIDTH = 32;

    private final PrintStream terminal;
    private int shown = -1;

    public ProgressBar(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(double seconds, double totalSeconds) {
        boolean known = totalSeconds > 0;
        double fraction = known ? Math.min(1, seconds / totalSeconds) : 0;
        int step = known ? (int) (fraction * 1000) : (int) seconds;
        if (step == shown) {
            return;
        }
        shown = step;
        int full = (int) (fraction * WIDTH);
        String text = known
                ? String.format(Locale.ROOT, "%s%s %3.0f %%  %.1f of %.1f s", "█".repeat(full),
                        "░".repeat(WIDTH - full), 100 * fraction, seconds, totalSeconds)
                : String.format(Locale.ROOT, "%.0f s", seconds);
        terminal.print("\r" + text + " ");
        terminal.flush();
    }

    @Override
    public void close() {
        if (shown >= 0) {
            terminal.print("\r" + " ".repeat(WIDTH + 40) + "\r");
            terminal.flush();
        }
    }
}
