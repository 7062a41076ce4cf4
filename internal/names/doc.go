// Package names finds people, bodies and places in English news prose.
//
// Find takes capitalised runs: a capital inside a sentence is nearly always a
// name in English (Mikheev 2002, "Periods, capitalized words, etc."), so words
// seen so elsewhere in the text decide about the capital that begins a sentence.
//
// The package refuses to guess: an ordinary word that begins a sentence is no
// name. It does not say whether a name is a person's, except where a title or role
// stands before it.
package names
