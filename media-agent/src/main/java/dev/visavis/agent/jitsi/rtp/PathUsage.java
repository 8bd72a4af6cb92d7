package dev.visavis.agent.jitsi.rtp;

/** What the path is asked for, going by the delay of packets. */
public enum PathUsage {
    /** More than it carries: a queue grows. */
    OVER,
    /** Less than it carries: a queue goes away. */
    UNDER, NORMAL
}
