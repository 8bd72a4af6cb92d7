package dev.visavis.signaling.protocol;

/**
 * A demo portrait that ships with the product.
 *
 * @param id for use in requests, for example {@code w1}
 * @param name for people
 */
public record Presenter(String id, String name) {
}
