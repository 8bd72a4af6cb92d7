/**
 * Agents for {@code visavis serve}: {@link dev.visavis.demo.agents.LocalAgent} in this process, or as processes of their
 * own that {@link dev.visavis.demo.agents.AgentSupervisor} starts, watches and replaces.
 */
package dev.visavis.demo.agents;
