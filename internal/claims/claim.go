package claims

import (
	"slices"
	"sort"
	"strings"
	"time"

	"counterpoint/internal/measure"
	"counterpoint/internal/news"
	"counterpoint/internal/text"
	"counterpoint/internal/when"
)

// Claim is one sentence of an article, read.
type Claim struct {
	Evidence  news.Evidence
	Text      string // the sentence with mojibake repaired; spans below point into it
	Article   int    // index into the story's articles
	Origin    string
	Published time.Time // of the article, or the stamp of a live-blog entry
	Index     int       // the sentence's place in its article
	Caption   bool
	Headline  bool // a first line without a full stop

	Words   []Word  // content words, each once, by ID
	Tokens  []Token // content words as they stand, in order
	Numbers []Number
	Moments []when.Moment
	Cues    Cues
	Marks   []Mark // words that negate, deny or name a cause, in order
	Holder  Holder
	Quoted  bool // most of it stands in quotation marks
	Asks    bool // a question
}

// Token is where a content word stands in Claim.Text.
type Token struct {
	text.Span
	ID int
}

// Word is a content word of a claim.
type Word struct {
	ID      int // index into Reading.Vocabulary
	Name    bool
	Negated bool
	Role    Role
	Before  int // ID of the content word or number right before, -1 where there is none
	After   int // the same, right after
}

// Role is the slot that a word stands in.
type Role uint8

// The roles that can be told without a parser: by the word before.
const (
	NoRole  Role = iota
	AtPlace      // after in, at, on, near, inside, outside
	ByAgent      // after by
	OfCause      // after because of, due to, caused by, from
)

// Number is a quantity with the words of its clause.
type Number struct {
	measure.Quantity
	Context []int // IDs of the content words of its clause
	Head    int   // ID of the counted noun, -1 where there is none
	Lasts   bool  // a duration of something that happened: "50-minute call", "lasted an hour"
	Toll    int   // ID of what grows while an event goes on and stands beside it (the dead, the hurt, …), else -1
}

// Holder is who holds a claim, where it is not the outlet itself.
type Holder struct {
	Name string // as it is printed, empty for the outlet
	Key  string // folded, to see that two are one
}

// Reading is what was read from a story.
type Reading struct {
	Claims     []Claim
	Vocabulary []string // concepts by ID
	Weight     []int    // by ID: how telling a word is in this story, in hundredths of a bit

	Spread  []int // by ID: how many origins use a word
	Origins int   // of the story

	overtaken [][]int // by ID: the words of states that overtake it
	opposite  [][]int // by ID: the words that answer the other way
}

// Opposites counts the words of a that have their opposite in b and not beside
// them.
func (r Reading) Opposites(a, b Claim) int { return count(r.opposite, &a, &b) }

// Opposed tells whether two words answer one question the opposite way.
func (r Reading) Opposed(a, b int) bool { return slices.Contains(r.opposite[a], b) }

// Overtaken counts the states in a that a word of b overtakes.
func (r Reading) Overtaken(a, b Claim) int { return count(r.overtaken, &a, &b) }

func count(related [][]int, a, b *Claim) int {
	n := 0
	for _, w := range a.Words {
		for _, o := range related[w.ID] {
			if b.has(o) && !a.has(o) && !b.has(w.ID) {
				n++
			}
		}
	}
	return n
}

func (c *Claim) has(id int) bool {
	_, ok := c.Word(id)
	return ok
}

// Word returns the word of a claim by its ID.
func (c *Claim) Word(id int) (Word, bool) {
	i := sort.Search(len(c.Words), func(i int) bool { return c.Words[i].ID >= id })
	if i < len(c.Words) && c.Words[i].ID == id {
		return c.Words[i], true
	}
	return Word{}, false
}

// LooksBack tells whether Text[from:to] tells of a time clearly before its
// article: what was so then, or at another event, is no news. What has been so
// since then is.
func (c *Claim) LooksBack(from, to int) bool {
	return c.Cues.Has(Background) || slices.ContainsFunc(c.Moments, func(m when.Moment) bool {
		return m.Start >= from && m.End <= to && m.Past(c.Published) && !strings.Contains(c.Text[from:m.Start], "since ")
	})
}

// Recalls tells whether a claim looks back in its first clause: a hall "which was
// built in 1874" may have come down today.
func (c *Claim) Recalls() bool {
	if len(c.Moments) == 0 {
		return c.Cues.Has(Background)
	}
	return c.LooksBack(Clause(c.Text, 0, 0))
}

// SameCount tells whether two counts are of the same: one noun, or one toll
// whatever the noun ("three employees hurt", "seven injured").
func (n Number) SameCount(o Number) bool {
	if n.Unit != "" || o.Unit != "" {
		return n.Unit == o.Unit
	}
	if n.Toll >= 0 || o.Toll >= 0 {
		return n.Toll == o.Toll
	}
	return n.Head >= 0 && n.Head == o.Head
}
