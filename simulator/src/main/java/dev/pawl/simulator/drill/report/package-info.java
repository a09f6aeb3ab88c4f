/** Verdicts, and their forms: a table, JSON, JUnit XML. */
@NullMarked
package dev.pawl.simulator.drill.report;

import org.jspecify.annotations.NullMarked;
