/**
 * {@code ./visavis bench}: every figure of the product, measured in one run. A figure's name is its definition; they are
 * listed in ARCHITECTURE.md.
 */
package dev.visavis.infra.bench;
