/**
 * Settings: every default is in {@code reference.conf}; {@link dev.visavis.demo.config.VisavisConfig} holds the values
 * in use, read from file, environment and command line and checked.
 */
package dev.visavis.demo.config;
