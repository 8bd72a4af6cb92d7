/**
 * From a photo with landmarks to a portrait that can be drawn, once per photo:
 * {@link dev.visavis.inference.encoder.ExplicitPortraitEncoder} takes person and background apart, fits the head, takes
 * the eyes apart, fills the mouth and takes the photo's own expression out; a look at the finished face sets how hard
 * each axis is driven ({@code GainSetter}).
 */
package dev.visavis.inference.encoder;
