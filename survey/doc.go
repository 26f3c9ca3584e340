// Package survey is the ground floor: who is asked, where, and what was
// answered. It owns the words that every other room uses (Agency, Counter,
// Questionnaire, Plan, Response, Tally), the one error type, the catalogue that
// is held in memory, and the path of an answer from a draft to a committed row.
//
// It does no I/O of its own: what it needs from a database stands in small
// interfaces beside the use case that needs it.
package survey
