// Package claims reads the sentences of a story's articles as claims: what a
// sentence says (its content words, folded to concepts), which quantities and
// times it gives and for what, which names stand in it, who holds it, and the
// cues that tell how it is meant (denied, planned, supposed, not yet known).
//
// A claim always knows its span of kept text. The package compares nothing and
// judges nothing. A sentence that is held by somebody else (in quotation
// marks, under "said" or "according to") is that person's claim, not the
// outlet's (Pareti 2016, "PARC 3.0", for the forms that attribution takes): found
// beside a verb of saying (speaker.go), and by way of pronouns and quotations
// that run on (speech.go). Where nobody can be told, nobody is named.
//
// The lexicons under lexicon/ are data made by hand for this project; each
// file says what is in it and why.
package claims
