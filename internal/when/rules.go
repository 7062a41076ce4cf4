package when

import "regexp"

// rules in the order of precedence: the longer and surer form first. Before a
// pattern stand the cues without which it cannot match, and the one that each
// match has in it, with so many bytes before it at most.
var rules = []rule{
	{year | dash, year, 0, regexp.MustCompile(`\b` + yearRE + `-([01][0-9])-([0-3][0-9])\b`), isoDate},
	{month | digit, month, 40, regexp.MustCompile(anyDay + `\b` + numDay + toDay + ` (?:of )?` + monthRE + `\b(?:,? ` + yearRE + `\b)?`), dayFirst},
	{month | digit, month, 24, regexp.MustCompile(anyDay + `\b` + monthRE + ` ` + numDay + `\b` + toDay + `(?:,? ` + yearRE + `\b)?`), monthFirst},
	{near, near, 16, regexp.MustCompile(`(?i)\b(?:the day before yesterday|the day after tomorrow|(?:yesterday|tomorrow|this)[ -](?:morning|afternoon|evening|night|lunchtime)|last night|yesterday|today|tonight|tomorrow)\b`), relative},
	{dayName, dayName, 20, regexp.MustCompile(`\b(?:([Ll]ast|[Nn]ext|[Tt]his|[Ee]very|[Ee]ach) )?(?:([Ee]arly|[Ll]ate) (?:on )?)?` + dayRE + `\b(?: the ([0-3]?[0-9])(?:st|nd|rd|th)\b)?`), weekday},
	{halfDay | digit, halfDay, 8, regexp.MustCompile(`\b([01]?[0-9])(?:[:.]([0-5][0-9]))? ?([AaPp])\.?[Mm]\b`), halfDayClock},
	{halfDots, halfDots, 10, regexp.MustCompile(`\b` + hourRE + `()(?: |-)([ap])\.m\b`), halfDayClock},
	{zone | digit, zone, 8, regexp.MustCompile(`\b([01][0-9]|2[0-3])([0-5][0-9]) ?(GMT|UTC|BST|CET|hours|hrs|local time|Z)\b`), militaryClock},
	{colon, colon, 0, regexp.MustCompile(`\b([01]?[0-9]|2[0-3]):([0-5][0-9])\b`), colonClock},
	{point, point, 0, regexp.MustCompile(`\b([01]?[0-9]|2[0-3])\.([0-5][0-9])\b`), dottedClock},
	{pastHour, pastHour, 40, regexp.MustCompile(`(?:\b[Aa] )?\b(?:([Qq]uarter|[Hh]alf)|` + smallRE + `( minutes?)?) (past|to|before|after) (` + hourRE + `|noon|midnight)\b`), pastClock},
	{clockWord, clockWord, 12, regexp.MustCompile(`\b` + hourRE + ` o['’]clock\b`), oClock},
	{prepHour, prepHour, 24, regexp.MustCompile(`\b([Aa]t|[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Ss]ince|[Ff]rom|[Aa]round|[Aa]bout|midnight and|noon and|midnight to|noon to)(?: about| around| exactly)? ` + hourRE + `\b`), bareHour},
	{noonWord, noonWord, 0, regexp.MustCompile(`\b(?:[Nn]oon|[Mm]idday|[Mm]idnight)\b`), noon},
	{agoWord, agoWord, 24, regexp.MustCompile(`\b(?i:(a|an|` + unitRE + `|ten|eleven|twelve|[1-9][0-9]{0,3}|twenty|thirty|forty|fifty) (day|week|fortnight|month|year|decade|century|centurie)s? ago)\b`), ago},
	{month, month, 16, regexp.MustCompile(`\b(?:([Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Oo]f|[Dd]uring|[Bb]efore|[Aa]fter|[Aa]nd|[Tt]o) )?(?:([Ll]ast|[Nn]ext|[Tt]his|early|late|mid|Early|Late|Mid)[ -])?` + monthRE + `\b(?:,? (?:of )?(last year|this year|next year|` + yearRE + `))?\b`), monthAlone},
	{quarterWord, quarterWord, 8, regexp.MustCompile(`\b(?:Q([1-4])|(?i:(first|second|third|fourth)) quarter)\b(?:,? (?:of )?` + yearRE + `\b)?`), quarter},
	{year, year, 10, regexp.MustCompile(`\b((?i:in|since|of|from|until|till|by|during|before|after|early|late|mid|and|to|between|the|around|about|autumn|summer|spring|winter)[ -]|\()` + yearRE + `\b`), yearAlone},
	{years, years, 0, regexp.MustCompile(`\b(1[5-9][0-9]0|20[0-9]0)s\b`), decade},
	{leading | unit, unit, 10, regexp.MustCompile(`\b(?i:(last|this|next|coming|previous) (week|weekend|month|year))\b`), period},
	{dayPartWord, dayPartWord, 20, regexp.MustCompile(`\b(?i:(in the|on the|that|at|by|the same|during the|through the|before|after|until|since|of the|the|early|late|mid|all|every|each)[ -])?(?:(early hours|small hours|[Mm]orning|[Aa]fternoon|[Ee]vening|[Nn]ight|dawn|daybreak|sunrise|dusk|sunset|nightfall|lunchtime|[Oo]vernight|rush hour))\b`), partOfDay},
}
