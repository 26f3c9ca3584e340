// Package scoring holds the method: pure functions from tallies to scores,
// intervals and verdicts. The same input gives the same output, on any machine
// and in any year: no I/O, no clock, no randomness. Sources and assumptions of
// each rule stand beside it; the whole is told in docs/method.md.
package scoring
