/**
 * The product's programs: {@link dev.visavis.demo.Main} is the {@code ./visavis} of the command line,
 * {@link dev.visavis.demo.VisavisServer} the same server for programs that embed it. Page and client module are in the
 * resources beside this package.
 */
package dev.visavis.demo;
