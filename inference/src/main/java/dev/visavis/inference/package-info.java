/**
 * The talking-head engine as a plain library. {@link dev.visavis.inference.TalkingHead} is the short way: load a pack,
 * open a portrait, push 16 kHz speech, pull frames. The stages behind it have a package each.
 */
package dev.visavis.inference;
