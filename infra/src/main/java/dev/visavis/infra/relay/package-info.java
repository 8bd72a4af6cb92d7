/**
 * A bad network, made to measure: {@link dev.visavis.infra.relay.UdpRelay} carries the media of calls between a browser
 * and an agent on one machine, and loses, delays or reorders it as an {@link dev.visavis.infra.relay.Impairment} says.
 */
package dev.visavis.infra.relay;
