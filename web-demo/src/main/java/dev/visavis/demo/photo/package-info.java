/** Photos on the command line: which file is meant, what was found on it, and pictures that show it. */
package dev.visavis.demo.photo;
