/** Results as files: JSON, and the pages and charts that are made from it. */
@NullMarked
package dev.pawl.benchmarks.report;

import org.jspecify.annotations.NullMarked;
