/**
 * Pictures as planes of Y, U and V, and what is done to them wherever faces are made or drawn: sampling, filters,
 * masks, outlines, inpainting. Nothing here knows of faces. Positions are in pixels with edges at whole numbers, x
 * right, y down.
 */
package dev.visavis.inference.image;
