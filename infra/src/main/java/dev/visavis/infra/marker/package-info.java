/** Markers in picture and sound, by which the timing of a call is measured from its outside. */
package dev.visavis.infra.marker;
