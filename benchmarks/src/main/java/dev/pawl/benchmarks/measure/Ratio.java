package dev.pawl.benchmarks.measure;

/**
 * How many times another figure of the same run this one is.
 *
 * @param to the other's name
 * @param value the quotient
 */
public record Ratio(String to, Estimate value) {}
