package dev.visavis.demo.agents;

import dev.visavis.demo.config.VisavisConfig;
import io.vertx.core.json.JsonObject;
import java.net.URI;

/**
 * What an agent's process is told, as one line on its standard input: nothing secret stands on a command line.
 *
 * @param gate address of signaling's gate
 * @param token that the gate asks for
 * @param capacity calls at once
 * @param place which of the {@code places} agents it is, from 0
 * @param awaited whether it is to take calls before it has warmed up
 */
record AgentOrder(URI gate, String token, String agentId, int capacity, int place, int places, boolean awaited,
        VisavisConfig config) {
    String toLine() {
        return new JsonObject().put("gate", gate.toString()).put("token", token).put("agentId", agentId)
                .put("capacity", capacity).put("place", place).put("places", places).put("awaited", awaited)
                .put("settings", new JsonObject(config.settings())).encode();
    }

    /** @throws IllegalArgumentException if it is no order */
    static AgentOrder parse(String line) {
        try {
            JsonObject json = new JsonObject(line);
            return new AgentOrder(URI.create(json.getString("gate")), json.getString("token"),
                    json.getString("agentId"), json.getInteger("capacity"), json.getInteger("place"),
                    json.getInteger("places"), json.getBoolean("awaited"),
                    VisavisConfig.withOverrides(json.getJsonObject("settings").getMap()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an order to an agent: " + e.getMessage(), e);
        }
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "AgentOrder[" + agentId + ", " + gate + "]";
    }
}
