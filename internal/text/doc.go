// Package text cuts English news prose into sentences and tokens.
//
// The sentence rules are made for news: abbreviations of titles, months and
// companies, initials, "U.S.", "a.m.", numbers ("No. 10"), quotation marks
// that close after the full stop, and live-blog entries that begin with a time
// stamp. They follow the classic design of rule-based splitters (Mikheev 2002,
// "Periods, capitalized words, etc."): a full stop is the end of a sentence
// unless what stands before it is a known abbreviation or what stands after it
// cannot begin one.
//
// All offsets are bytes into the string that was given. The package refuses
// nothing: any bytes give some sentences, in order and without overlap.
package text
