package dev.visavis.demo.doctor;

/**
 * What one look at the machine gave.
 *
 * @param what was looked at, and what was found
 * @param advice what to do; empty where nothing is to do
 */
public record Finding(Status status, String what, String advice) {
    /** How bad it is. */
    public enum Status {
        OK,
        /** Works, but something is missing. */
        WARN,
        /** Calls will not work. */
        FAIL
    }

    static Finding ok(String what) {
        return new Finding(Status.OK, what, "");
    }

    static Finding warn(String what, String advice) {
        return new Finding(Status.WARN, what, advice);
    }

    static Finding fail(String what, String advice) {
        return new Finding(Status.FAIL, what, advice);
    }

    /** One line, or two where there is something to do. */
    @Override
    public String toString() {
        String mark = switch (status) {
            case OK -> "ok   ";
            case WARN -> "warn ";
            case FAIL -> "FAIL ";
        };
        return mark + what + (advice.isEmpty() ? "" : System.lineSeparator() + "     -> " + advice);
    }
}
