// Package measure reads quantities out of English news prose: counts with the
// noun that they count, and measures with their unit, each as an interval in a
// base unit whose width follows the wording ("50-minute" is narrow, "about 50
// minutes" and "hour-long" are wide, "at least 12" is open above).
//
// It refuses what only looks like a quantity: clock times, dates and years
// belong to package when and are skipped; numbers that name something ("Route
// 66", "No. 10", ages) are returned with Identifier set and are never compared.
// It does not guess what a sentence is about: Noun is empty where the head of
// the noun phrase is not clear, and whether two quantities fill one slot of one
// event is for the caller to decide. It works without dictionary or tagger, so
// rare noun phrases are read short rather than wrong.
//
// The method is a hand-written recursive descent over tokens: hedge, number,
// unit or noun phrase, rate. Values as intervals, and conflict only where the
// intervals are disjoint, follow de Marneffe, Rafferty and Manning (Finding
// Contradictions in Text, ACL 2008) and the quantity-value representation of
// Roy, Vieira and Roth (Reasoning about Quantities in Natural Language, TACL
// 2015). The widths are ours; see interval.go.
package measure
