// Package cluster folds articles into stories: first the copies of one text,
// then the texts on one event.
//
// Copies are found by word shingles. A sample of each text's shingles, taken by
// their hash alone (Broder 1997, "On the resemblance and containment of
// documents"), finds the candidates; how much of the later text stands in the
// earlier one decides. Containment is asked, not resemblance: a wire report cut
// to a third resembles its original little and is contained in it wholly.
// Each family of copies speaks with one voice, its origin.
//
// Events are found by average-link clustering (the standard of topic detection
// since Allan 1998) over articles that share rare words, names and numbers,
// where what stands in the title and the lead weighs more. How alike two reports
// are tells little of whether they tell one event: two fires in one town are more
// alike than a fire and its trial. So boosted trees, fitted to annotated events,
// weigh what two articles share and where it stands. How rare a word is
// comes from a table of news English as much as from the stream, so that a
// stream of six articles is grouped like one of six thousand. Precision goes
// before recall: a false merge claims that two newsrooms confirm each other.
// BCubed (Bagga and Baldwin 1998) measures it.
//
// The package is pure: the same articles give the same stories, in whatever
// order they come and on however many cores. It refuses no article; what fits
// nowhere is a story of its own.
package cluster
