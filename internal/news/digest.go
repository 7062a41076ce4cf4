package news

import "time"

// SchemaVersion is the version of the digest's JSON form.
const SchemaVersion = 1

// Digest is what a reader gets: the stories of a window of time, best first.
type Digest struct {
	Schema      int        `json:"schema"`
	ID          string     `json:"id"`
	Channel     string     `json:"channel,omitempty"`
	Slot        *time.Time `json:"slot,omitempty"`
	Next        *time.Time `json:"next,omitempty"`
	Title       string     `json:"title"`
	GeneratedAt *time.Time `json:"generated_at,omitempty"`
	Window      *Window    `json:"window,omitempty"`
	Engine      Engine     `json:"engine"`
	Coverage    Coverage   `json:"coverage"`
	Stories     []Brief    `json:"stories"`
	// Unchanged is the stories whose new articles add nothing; absent where
	// there are none.
	Unchanged []Unchanged `json:"unchanged,omitempty"`
}

// Window is the span of publication times that a digest covers.
type Window struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Engine names what made the digest. Note says why, where a better engine was
// configured and not used. Cost is what it cost, for a reader ("$0.03"); empty
// where it cost nothing.
type Engine struct {
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
	Cost string `json:"cost,omitempty"`
}

// Coverage says what the digest was made from.
type Coverage struct {
	Feeds       int          `json:"feeds"`
	FeedsFailed []FeedFailed `json:"feeds_failed"`
	// FeedsMended is the feeds that were broken and read all the same, with
	// what was mended; absent where there are none.
	FeedsMended []FeedFailed `json:"feeds_mended,omitempty"`
	NotModified int          `json:"not_modified"`
	Articles    int          `json:"articles"`
	Copies      int          `json:"copies"`
	Stale       int          `json:"stale"`
	Muted       int          `json:"muted"`
	LeftOut     []LeftOut    `json:"left_out"`
}

// Dead reports whether none of the feeds could be read. That is an alarm, and no
// quiet day.
func (c Coverage) Dead() bool { return c.Feeds > 0 && len(c.FeedsFailed) >= c.Feeds }

// FeedFailed is a feed that could not be read, or only after mending, and why.
type FeedFailed struct {
	Feed   string `json:"feed"`
	Reason string `json:"reason"`
}

// Brief is a story as it is told.
type Brief struct {
	ID       string         `json:"id"`
	Headline string         `json:"headline"`
	Because  []string       `json:"grouped_because"`
	Since    *Since         `json:"since,omitempty"`
	Counts   Counts         `json:"counts"`
	Articles []BriefArticle `json:"articles"`
	Summary  []Statement    `json:"summary"`
	Findings
}

// Since tells what is new in a story since a digest that told it before. What
// stands in it rests on evidence like all else that is printed. The lists are
// empty, not nil, where there is nothing of the kind.
type Since struct {
	Told    string      `json:"told"`         // ID of the digest that told the story last
	At      *time.Time  `json:"at,omitempty"` // when that was, where it is known
	New     []Statement `json:"new"`          // what no told article says, best first
	Changed []Update    `json:"changed"`      // told statements that later ones have overtaken
	Opened  []Dispute   `json:"opened"`       // questions on which an untold article takes a side
	Settled []Settled   `json:"settled"`      // disputes told before that have an answer now
}

// Settled is a question that was told as disputed, and what ended the dispute.
type Settled struct {
	Question string    `json:"question"` // as it was told
	By       Author    `json:"by"`
	Outcome  Statement `json:"outcome"`
}

// Unchanged is a story that was told before and has new articles without news.
type Unchanged struct {
	ID       string `json:"id"`
	Headline string `json:"headline"`
	Told     string `json:"told"` // ID of the digest that told it last
}

// Counts sizes a story's coverage.
type Counts struct {
	Articles int `json:"articles"`
	Outlets  int `json:"outlets"`
	Origins  int `json:"origins"`
}

// BriefArticle is an article as a digest lists it.
type BriefArticle struct {
	ID         string     `json:"id"`
	Outlet     string     `json:"outlet"`
	URL        string     `json:"url"`
	Title      string     `json:"title"`
	Published  *time.Time `json:"published,omitempty"`
	Fetched    *time.Time `json:"fetched,omitempty"`
	Lang       string     `json:"lang,omitempty"`
	TextSHA256 string     `json:"text_sha256"`
	Partial    bool       `json:"partial"`
	Origin     string     `json:"origin"`
	CopyOf     string     `json:"copy_of,omitempty"`
}
