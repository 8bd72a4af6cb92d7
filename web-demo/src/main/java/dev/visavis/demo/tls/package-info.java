/** A certificate of our own making, so that a phone on the same network gets a secure page. */
package dev.visavis.demo.tls;
