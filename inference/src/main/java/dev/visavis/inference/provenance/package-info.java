/** Says in the picture that it was made by AI. */
package dev.visavis.inference.provenance;
