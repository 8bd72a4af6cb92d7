/**
 * Voices for a portrait that does not say its caller's words: a program's ({@link dev.visavis.agent.voice.VoiceDecoder}),
 * text ({@link dev.visavis.agent.voice.TextVoice}), a parrot's ({@link dev.visavis.agent.voice.ParrotVoice}). Each
 * writes to the call's {@link dev.visavis.agent.call.VoiceFeed}.
 */
package dev.visavis.agent.voice;
