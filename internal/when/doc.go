// Package when reads dates and times of day out of English news prose and
// resolves them against the time of publication: "on Thursday", "yesterday",
// "shortly before eleven at night", "0447 GMT", "in 2024".
//
// It refuses to guess: without a time of publication a weekday stays a weekday
// (HasDay is false, Weekday is set), an hour without a.m. or p.m. is marked as
// such and compared both ways, a zone that it does not know is not converted.
// Spans ("for two hours") are quantities and belong to package measure. Dates
// in figures only ("9/11", "03/04/2026") are left out, since their order
// differs between countries; a dotted number is a time only where the words
// around it say so, since "9.50" may be a price.
//
// The method is that of the rule-based temporal taggers (Strötgen and Gertz,
// HeidelTime, SemEval 2010; Chang and Manning, SUTime, LREC 2012): patterns
// for atoms (a day, a clock, a part of the day), which are joined where only
// a preposition or comma parts them, then normalised against a reference.
// Weekdays in news look back, as both papers found, unless a verb ahead of
// them looks forward.
package when
