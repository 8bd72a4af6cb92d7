package dev.visavis.infra.browser;

import java.io.IOException;
import java.nio.file.Path;

/** One window of a browser. Values of JavaScript come as Boolean, Long, Double, String, List, Map or null. */
public abstract class Page {
    private static final long PATIENCE_MS = 28_000;

    /** Evaluates an expression. */
    public abstract Object eval(String expression);

    /** Evaluates an expression that gives a promise, and waits for it. */
    public abstract Object await(String expression);

    /** Runs statements. */
    public abstract void run(String script);

    /** Clicks what a CSS selector finds. */
    public abstract void click(String selector);

    /** Chooses a file in the file input that a CSS selector finds. */
    public abstract void choose(String selector, Path file);

    /** What the page wrote to its console. */
    public abstract String console();

    /** Saves what the window shows. */
    public abstract void screenshot(Path png) throws IOException;

    /** Closes this window. */
    public abstract void close();

    /** As {@link #eval}, a number. */
    public final double number(String expression) {
        return eval(expression) instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    /** As {@link #eval}, a text. */
    public final String text(String expression) {
        return String.valueOf(eval(expression));
    }

    /**
     * Waits until an expression is true, or a promise of such.
     *
     * @throws BrowserException after 28 s, with what the page shows
     */
    public final void until(String expression) {
        Object met = await("""
                new Promise((done) => {
                  const end = performance.now() + %d;
                  const poll = async () => {
                    let met = false;
                    try { met = !!(await (%s)); } catch (e) { /* not there yet */ }
                    if (met || performance.now() > end) done(met); else setTimeout(poll, 20);
                  };
                  poll();
                })""".formatted(PATIENCE_MS, expression));
        if (!Boolean.TRUE.equals(met)) {
            throw new BrowserException("waited in vain for " + expression + "; the page shows: "
                    + text("document.body.innerText.slice(0, 400)") + "; console: " + console());
        }
    }
}
