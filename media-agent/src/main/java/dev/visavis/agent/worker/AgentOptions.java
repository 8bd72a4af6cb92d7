package dev.visavis.agent.worker;

/**
 * How an agent hosts calls.
 *
 * @param agentId unique among the agents of a cluster, and safe in an event-bus address
 * @param capacity calls at once
 * @param connectTimeoutMs how long a peer may take to connect before its call is given up
 * @param disconnectedTimeoutMs how long a peer may be silent before its call ends
 * @param computeAllowanceMs part of every call's delay: time to make the frames of one hop
 * @param voices what portraits can say besides their callers' words
 * @param place which of the {@code places} agents of this machine it is, from 0
 * @param warmUpTicks ticks of speech that are run at start, so that the first call finds compiled code
 * @param awaited callers wait for this agent, so it takes calls first and warms up then
 */
public record AgentOptions(String agentId, int capacity, long connectTimeoutMs, long disconnectedTimeoutMs,
        int computeAllowanceMs, int place, int places, int warmUpTicks, boolean awaited, VoiceOptions voices) {

    /** @throws IllegalArgumentException if a value makes no sense; the message names it */
    public AgentOptions {
        if (!agentId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("an agent's id is 1 to 64 letters, digits, . _ -, got " + agentId);
        }
        if (capacity < 1 || connectTimeoutMs < 1 || disconnectedTimeoutMs < 1 || computeAllowanceMs < 0
                || warmUpTicks < 0) {
            throw new IllegalArgumentException("capacity and timeouts must be positive, compute allowance and warm-up "
                    + "not negative");
        }
        if (place < 0 || place >= places) {
            throw new IllegalArgumentException("an agent's place is within 0.." + (places - 1) + ", got " + place);
        }
    }

    /** 15 s to connect, 20 s of silence, 20 ms for computing, alone on its machine, four seconds of warm-up. */
    public static AgentOptions of(String agentId, int capacity) {
        return new AgentOptions(agentId, capacity, 15_000, 20_000, 20, 0, 1, 400, false, VoiceOptions.DEFAULTS);
    }

    public AgentOptions withTimeouts(long connectMs, long disconnectedMs) {
        return new AgentOptions(agentId, capacity, connectMs, disconnectedMs, computeAllowanceMs, place, places,
                warmUpTicks, awaited, voices);
    }

    public AgentOptions withComputeAllowanceMs(int ms) {
        return new AgentOptions(agentId, capacity, connectTimeoutMs, disconnectedTimeoutMs, ms, place, places,
                warmUpTicks, awaited, voices);
    }

    public AgentOptions withPlace(int index, int count) {
        return new AgentOptions(agentId, capacity, connectTimeoutMs, disconnectedTimeoutMs, computeAllowanceMs, index,
                count, warmUpTicks, awaited, voices);
    }

    public AgentOptions withWarmUpTicks(int ticks) {
        return new AgentOptions(agentId, capacity, connectTimeoutMs, disconnectedTimeoutMs, computeAllowanceMs, place,
                places, ticks, awaited, voices);
    }

    public AgentOptions withAwaited(boolean isAwaited) {
        return new AgentOptions(agentId, capacity, connectTimeoutMs, disconnectedTimeoutMs, computeAllowanceMs, place,
                places, warmUpTicks, isAwaited, voices);
    }

    public AgentOptions withVoices(VoiceOptions options) {
        return new AgentOptions(agentId, capacity, connectTimeoutMs, disconnectedTimeoutMs, computeAllowanceMs, place,
                places, warmUpTicks, awaited, options);
    }
}
