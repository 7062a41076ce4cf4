// Package model lets a language model read a story and word its findings; the
// engine checks every word. Off unless a driver is given.
//
// The model sees the story's numbered sentences and the engine's findings, and
// answers with sentence numbers: quotations are put in here, never copied from
// a reply. What it words passes package check against the sentences it names,
// or is replaced by a source's own sentence, or dropped. What the engine found
// and the model did not mention stays, unless a second look at its sentences
// alone says that both can be true.
//
// A driver asks one model one question. The model has no tools, is sent no
// secret and no raw page, and its answer can do nothing but be printed. A
// driver that fails, is slow, is refused or costs too much leaves the engine's
// own text: there is always a digest.
//
// That a model points and code quotes follows the attributed generation of
// Gao and others (ALCE, EMNLP 2023) and Slobodkin and others ("Attribute
// first, then generate", ACL 2024).
package model
