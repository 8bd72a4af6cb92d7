/** Real browsers as the other end of a call: Chromium with speech for a microphone, and Firefox. */
package dev.visavis.infra.browser;
