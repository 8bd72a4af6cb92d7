/**
 * Sound and video files, for making a portrait speak without a call: {@link dev.visavis.agent.file.AudioFileReader}
 * turns any common sound file into the PCM that the engine takes, {@link dev.visavis.agent.file.Mp4Writer} makes a
 * video file of the engine's frames. Both are FFmpeg's libraries (LGPL build) underneath.
 */
package dev.visavis.agent.file;
