/** What every measurement needs: its repetitions, its figures with their intervals, its place. */
@NullMarked
package dev.pawl.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
