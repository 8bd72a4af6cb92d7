/** A real Chromium as the other end of a call. */
package dev.visavis.infra.browser;
