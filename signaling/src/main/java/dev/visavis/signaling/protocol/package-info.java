/**
 * What signaling and agents say to each other on the event bus: records, JSON objects on the wire
 * ({@link dev.visavis.signaling.protocol.Wire}, schema in {@code bus.schema.json}), and where they are sent
 * ({@link dev.visavis.signaling.protocol.Addresses}).
 */
package dev.visavis.signaling.protocol;
