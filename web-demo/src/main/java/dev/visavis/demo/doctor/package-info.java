/** What this machine has and lacks for Visavis, and what to do about it. */
package dev.visavis.demo.doctor;
