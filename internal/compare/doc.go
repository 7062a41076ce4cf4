// Package compare holds the claims of one story against each other and finds
// what independent sources agree on, what they dispute, what differs without
// being a sure dispute, what was overtaken, and what only one source tells.
//
// Two claims that share enough are a pair. A gate weighs each pair and says
// how likely it agrees, conflicts, or is an earlier state and its update; its
// weights are learned from annotated cases (the program in internal/train) and
// kept as data, because phrase rules do not carry over to other newsrooms'
// wording and general features of an aligned pair do (de Marneffe, Rafferty
// and Manning 2008, "Finding contradictions in text").
//
// What is disputed is found by rivals: two numbers or times that exclude each
// other, or two statements that may answer one another, each weighed with what
// stands around it by a forest of its sort. Rivals become a dispute only where
// they can be asked for in one question and are bound to one event; else they
// stand under differ.
//
// What is overtaken is weighed apart (overtaking.json): the sentences that leave
// most open, each with the later ones likeliest to have closed it, which need not
// be pairs.
//
// The package refuses to say which side is right, and never sets one voice
// against itself through a copy.
package compare
