/** What is particular to the OpenH264 encoder, for whoever encodes with it through FFmpeg. */
package dev.visavis.agent.openh264;
