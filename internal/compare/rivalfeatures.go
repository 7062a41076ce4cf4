package compare

// RivalFeatures describes a rival: small whole numbers, as Features are, and
// first those of its pair of claims.
type RivalFeatures [NumRivalFeatures]int

// The features of rivals.
const (
	PairAgree = NumFeatures + iota
	PairConflict
	PairUpdate
	AgainstA
	AgainstB
	OrderA
	OrderB
	Voices
	SameArticle

	UnitClass
	HeadSame
	HeadMissing
	HeadsDiffer
	TollSame
	TollDiffers
	ClauseShared
	ClauseBest
	NearShared
	NearBest
	NearCommon
	GapRatio
	HedgeA
	HedgeB
	PartAny
	SmallBoth
	OtherEqual
	ForeignNames
	LastsBoth
	LastsOne
	SameBefore
	SameAfter
	AgoAny
	SupportA
	SupportB
	SupportLeast
	BothInOne
	BesideNot
	MentionsA
	MentionsB
	CloserA
	CloserB
	SpreadHead
	SpreadNear
	WordsAgree
	MinutesApart
	DaysApart
	DateOnly
	VagueAny
	RelationAny
	LongAgo
	Alone
	ScopeOne
	RuleOne
	PeopleBoth
	PeopleOne
	HedgesOpen

	DeniedShared
	DeniedBest
	DeniedNear
	DeniedClose
	DeniedHolder
	DenialCue
	NegatedVerb
	NegatedVerbWeight
	NegationsA
	NegationsB
	OppositeClause
	OppositeBest
	CauseClause
	PlaceApart
	PlaceVerb
	AgentApart
	HolderDenies
	SameSubject
	ShortLeast

	NumRivalFeatures
)

// RivalFeatureNames names what a rival has besides the features of its pair.
var RivalFeatureNames = [NumRivalFeatures - NumFeatures]string{
	"pair agree", "pair conflict", "pair update", "against a", "against b", "order a", "order b", "voices", "same article",
	"unit class", "head same", "head missing", "heads differ", "toll same", "toll differs", "clause shared", "clause best",
	"near shared", "near best", "near common", "gap ratio", "hedge a", "hedge b", "part any", "small both", "other equal",
	"foreign names", "lasts both", "lasts one", "same before", "same after", "ago any", "support a", "support b", "support least",
	"both in one", "beside not", "mentions a", "mentions b", "closer a", "closer b", "spread head", "spread near", "words agree",
	"minutes apart", "days apart", "date only", "vague any", "relation any", "long ago", "alone", "scope one", "rule one", "people both",
	"people one", "hedges open",
	"denied shared", "denied best", "denied near", "denied close", "denied holder", "denial cue", "negated verb",
	"negated verb weight", "negations a", "negations b", "opposite clause", "opposite best", "cause clause", "place apart",
	"place verb", "agent apart", "holder denies", "same subject", "short least",
}
