package measure

// set is a lexicon without values.
type set = map[string]bool

// irregular are the plurals that do not end in "s" or whose singular needs
// more than a letter less. Source: any grammar; kept to what news counts.
var irregular = map[string]string{
	"people": "person", "persons": "person", "men": "man", "women": "woman",
	"children": "child", "policemen": "policeman", "policewomen": "policewoman",
	"servicemen": "serviceman", "firemen": "fireman", "fishermen": "fisherman",
	"gunmen": "gunman", "spokesmen": "spokesman", "businessmen": "businessman",
	"countrymen": "countryman", "workmen": "workman", "congressmen": "congressman",
	"feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse",
	"lives": "life", "wives": "wife", "knives": "knife", "thieves": "thief",
	"wolves": "wolf", "calves": "calf", "halves": "half", "shelves": "shelf",
	"leaves": "leaf", "crises": "crisis", "criteria": "criterion",
	"phenomena": "phenomenon", "oxen": "ox", "heroes": "hero",
	"potatoes": "potato", "tomatoes": "tomato", "volcanoes": "volcano",
	"tornadoes": "tornado", "torpedoes": "torpedo", "echoes": "echo",
	"movies": "movie", "cookies": "cookie", "ties": "tie", "lies": "lie",
	"pies": "pie", "dies": "die", "calories": "calorie", "zombies": "zombie",
	"bases": "base", "analyses": "analysis", "nurses": "nurse", "fungi": "fungus",
	"axes": "axe", "headaches": "headache", "caches": "cache", "avalanches": "avalanche",
	"passersby": "passerby", "houses": "house", "warehouses": "warehouse",
	"excuses": "excuse", "abuses": "abuse", "uses": "use", "clauses": "clause",
	"causes": "cause", "pauses": "pause", "spouses": "spouse", "horses": "horse",
}

// invariant nouns are counted without a plural ending.
var invariant = set{
	"aircraft": true, "spacecraft": true, "hovercraft": true, "sheep": true,
	"deer": true, "fish": true, "cattle": true, "police": true,
	"staff": true, "personnel": true, "crew": true, "series": true,
	"species": true, "means": true, "headquarters": true, "barracks": true,
	"salmon": true, "squid": true, "bison": true, "offspring": true,
	"infantry": true, "cavalry": true, "swine": true,
}

// attributive plurals stand before another plural as an adjective does.
var attributive = set{
	"sports": true, "arms": true, "sales": true, "savings": true, "customs": true,
	"women": true, "men": true, "goods": true, "communications": true,
	"operations": true, "systems": true, "people": true, "police": true,
	"staff": true, "crew": true, "aircraft": true, "fish": true, "sheep": true,
	"cattle": true, "species": true, "weapons": true, "rights": true,
	"children": true, "works": true, "emergency services": true,
}

// singularDespite end in "s" and are no plurals.
var singularDespite = set{
	"news": true, "always": true, "perhaps": true, "besides": true, "towards": true,
	"afterwards": true, "sometimes": true, "upwards": true, "downwards": true,
	"backwards": true, "forwards": true, "says": true, "does": true, "goes": true,
	"lens": true, "politics": true, "economics": true, "physics": true,
	"gas": true, "texas": true, "christmas": true, "atlas": true, "canvas": true,
	"overseas": true, "nowadays": true, "indoors": true, "outdoors": true,
	"mathematics": true, "athletics": true, "whereas": true, "alias": true,
}

// states describe those who are counted where no noun is said ("12 injured").
var states = set{
	"dead": true, "killed": true, "hurt": true, "missing": true, "held": true,
	"injured": true, "wounded": true, "arrested": true, "shot": true,
	"alive": true, "trapped": true, "ill": true, "sick": true, "homeless": true,
	"unhurt": true, "more": true, "safe": true, "absent": true, "lost": true,
}

// adjectives are short ones that a suffix does not give away and that stand
// between "one" and its noun.
var adjectives = set{
	"big": true, "small": true, "large": true, "great": true, "little": true,
	"huge": true, "tiny": true, "young": true, "old": true, "new": true,
	"senior": true, "junior": true, "former": true, "male": true, "female": true,
	"other": true, "further": true, "more": true, "single": true, "whole": true,
	"full": true, "long": true, "short": true, "high": true, "low": true,
	"major": true, "minor": true, "main": true, "good": true, "bad": true,
	"black": true, "white": true, "red": true, "green": true, "blue": true,
	"grey": true, "gray": true, "open": true, "private": true, "early": true,
	"late": true, "last": true, "next": true, "first": true, "second": true,
	"third": true, "extra": true, "heavy": true, "light": true, "empty": true,
	"free": true, "poor": true, "rich": true, "severe": true, "serious": true,
	"elderly": true, "pregnant": true, "possible": true, "separate": true,
	"different": true, "consecutive": true, "straight": true, "additional": true,
	"average": true, "human": true, "foreign": true, "hot": true, "cold": true,
	"quick": true, "slow": true, "strong": true, "weak": true, "rare": true,
	"secret": true, "modest": true, "brief": true, "dozen": true,
}

// nounsDespite end like adjectives and are nouns.
var nounsDespite = set{
	"hospital": true, "animal": true, "official": true, "terminal": true,
	"criminal": true, "professional": true, "individual": true, "festival": true,
	"trial": true, "proposal": true, "detective": true, "relative": true,
	"executive": true, "representative": true, "table": true, "vegetable": true,
	"cable": true, "clinic": true, "mechanic": true, "critic": true, "captive": true,
	"fugitive": true, "harvest": true, "protest": true, "forest": true,
	"request": true, "contest": true, "arrest": true, "guest": true, "inquest": true,
	"topic": true, "medic": true, "epidemic": true, "locomotive": true,
	"native": true, "general": true, "rival": true, "arrival": true, "journal": true,
	"signal": true, "capital": true, "manifest": true, "initiative": true,
	"interest": true, "removal": true, "approval": true, "burial": true, "mandible": true,
}

// closed are the words that end a noun phrase or cannot be part of one:
// prepositions, conjunctions, determiners, pronouns, auxiliaries, adverbs of
// time, and the irregular past forms that follow a bare number ("two took").
var closed = makeSet(`
a an the this that these those its his her their our your my some any each every all both
of in on at by for from to into onto with without within through across over under above below
between among amid after before since until till during against about around near off out up down
behind beside beyond along per via despite towards toward than as like including plus minus
and or but nor so yet if when while where whereas because although though unless whether
who whom whose which what why how he she it they we you i him them us me one ones there here
is are was were be been being am has have had having do does did will would can could may might must shall should
not no never also too only just even still already again ago now then today yesterday tomorrow tonight
later earlier soon once twice together apart away back altogether instead meanwhile overnight
said says say told tells added adds took takes take came comes come went goes go got gets get gave gives
made makes make saw sees left leave fell fall rose rise ran run runs became become began begin begins
found find finds felt knew known thought met meets paid put puts read set sent spoke stood stands sat
survived survive voted vote died die lost won held stayed fled broke drove flew grew heard kept led lay
lived live remain remained remains seem seemed want wanted need needed spent sold bought wrote told drew
instead however perhaps today's yesterday's o'clock a.m p.m am pm percent cent gmt utc et est
monday tuesday wednesday thursday friday saturday sunday january february april june july august
september october november december
`)

// parents are said with the number of their children.
var parents = set{"mother": true, "father": true, "parent": true, "parents": true}

// verbNouns are in closed as verbs; before "of" they are nouns ("a rise of").
var verbNouns = set{"rise": true, "fall": true, "run": true, "cut": true, "need": true, "vote": true}
