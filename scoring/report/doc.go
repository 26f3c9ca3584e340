// Package report is the use case of reading figures: it asks for tallies and
// hands them to scoring, so that a page, a table and the API show the same.
package report
