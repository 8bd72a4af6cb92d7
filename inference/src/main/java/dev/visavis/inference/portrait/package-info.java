/**
 * Photos on their way to becoming portraits: what a photo comes with, why it may be refused, and the demo presenters.
 */
package dev.visavis.inference.portrait;
