// Package names finds people, bodies and places in English news prose and tells
// which mentions in the articles of one story mean the same one.
//
// Find takes capitalised runs: a capital inside a sentence is nearly always a
// name in English (Mikheev 2002, "Periods, capitalized words, etc."), so words
// seen so elsewhere in the text decide about the capital that begins a sentence.
// A Resolver then joins short forms with full ones, first within a document,
// where a surname has one bearer as a rule ("one sense per discourse", Gale,
// Church and Yarowsky 1992), then across the story.
//
// The package refuses to guess: an ordinary word that begins a sentence is no
// name, and a surname that two people of the story bear names neither of them.
// It does not say whether a name is a person's, except where a title or role
// stands before it.
package names
