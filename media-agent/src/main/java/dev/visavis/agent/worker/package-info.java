/**
 * The worker that hosts calls: requests from the event bus in, answers, states and statistics out
 * ({@link dev.visavis.agent.worker.AgentWorker}). It knows transports only by their interface.
 */
package dev.visavis.agent.worker;
