/** Videos for an independent landmark judge: every motion coefficient driven over its range. */
package dev.visavis.infra.judge;
