/** A portrait that speaks a sound file into a video file, by the same engine as in a call, as fast as it can. */
package dev.visavis.demo.render;
