// Package compare holds the claims of one story against each other and finds
// what independent sources agree on, what they dispute, what differs without
// being a sure dispute, what was overtaken, and what only one source tells.
//
// Two claims that share enough are a pair. A gate weighs each pair and says
// how likely it agrees, conflicts, or is an earlier state and its update; its
// weights are learned from annotated cases (the program in internal/train) and
// kept as data, because phrase rules do not carry over to other newsrooms'
// wording and general features of an aligned pair do (de Marneffe, Rafferty
// and Manning 2008, "Finding contradictions in text"). A conflict becomes a
// dispute only where both claims fill the same typed slot with values that
// exclude each other; else it stands under differ.
//
// The package refuses to say which side is right, and never sets one voice
// against itself through a copy.
package compare
