package measure

import "strings"

func makeSet(list string) set {
	out := set{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

// naming are the words that turn a number behind them into a name ("Route 66",
// "page 4"). A counted plural behind the number takes it back only where the
// word is not here.
var naming = makeSet(`
no no. nos number numbers route flight page pages article articles section chapter line ward room block
blocks gate platform highway interstate motorway unit apartment flat building bus tram channel type model
version volume vol issue phase round game figure table group zone district sector division reactor berth
pier runway amendment resolution rule case paragraph para clause schedule psalm studio terminal hall court
lane track exit junction bed seat box lot cell camp site day week chapter formula boeing airbus apollo
falcon soyuz suite floor level-crossing bridge shaft pit well polling-station precinct school squadron
regiment brigade battalion act scene verse stage heat pool race question item point chapter step lot
locker hangar dock pump stand carriage coach engine car wagon radio window row aisle isotope carbon
uranium caesium cesium iodine strontium covid covid-19 sars-cov-2 windows iphone galaxy
`)

// levels are the words of a graded scale; their number can be disputed.
var levels = set{"level": true, "category": true, "grade": true, "ef": true, "tier": true}

// months and weekdays tell a date, which is for package when.
var months = makeSet(`january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec`)

var weekdays = makeSet(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun`)

// yearPrepositions stand before a bare year.
var yearPrepositions = makeSet(`in since of from until till by during before after early late mid year and to or between
autumn summer spring winter around about the than for through`)

// ratePer are the nouns that "a", "an", "per" or "every" makes a rate of.
var ratePer = map[string]string{
	"second": "second", "minute": "minute", "hour": "hour", "day": "day",
	"night": "night", "week": "week", "fortnight": "fortnight", "month": "month",
	"quarter": "quarter", "year": "year", "head": "head", "person": "head",
	"share": "share", "barrel": "barrel", "litre": "litre", "liter": "litre",
	"gallon": "gallon", "tonne": "tonne", "ton": "tonne", "kilo": "kilo",
	"kilogram": "kilo", "pound": "pound", "ounce": "ounce", "piece": "piece",
	"ticket": "ticket", "household": "household", "unit": "unit", "leg": "leg",
	"go": "piece", "time": "time", "game": "game", "passenger": "passenger",
	"student": "student", "vehicle": "vehicle", "hectare": "hectare",
	"annum": "year", "capita": "head", "seat": "seat", "kilometre": "kilometre",
	"mile": "mile", "winter": "year", "season": "season", "shift": "shift",
}

// rateWords are rates in one word.
var rateWords = map[string]string{
	"each": "each", "apiece": "each", "daily": "per day", "weekly": "per week",
	"monthly": "per month", "yearly": "per year", "annually": "per year",
	"hourly": "per hour", "nightly": "per night",
}

// dimensions are the adjectives behind a measure ("14 km long").
var dimensions = makeSet(`long wide high deep tall thick away across up down apart late early older younger
heavier lighter faster slower longer shorter higher lower larger smaller`)

// lengthWords say that a bare "m" is metres.
var lengthWords = makeSet(`long wide high deep tall away thick below above sprint freestyle hurdles butterfly
backstroke race pool wave waves depth height altitude distance relay final title`)

// votes are the words that make "6-3" a score.
var votes = makeSet(`vote votes win victory defeat loss lead ruling decision margin majority draw verdict split triumph scoreline score`)
