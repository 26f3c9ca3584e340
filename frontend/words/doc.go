// Package words holds what the program says to people, in Vietnamese and in
// English: one catalogue each, by key, with {placeholders}. Rules name a key; the
// surface that speaks picks the language.
package words
