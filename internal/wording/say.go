package wording

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"
)

// Count is a number with its noun: "1 article", "2 articles", "2 stories".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		noun = stem + "ie"
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// List joins words as prose does: "a, b and c".
func List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// AtMost keeps the first few words and counts the rest: "a, b and 3 more".
func AtMost(words []string, limit int) string {
	if len(words) <= limit {
		return List(words)
	}
	rest := strconv.Itoa(len(words)-limit) + " more"
	if limit < 1 {
		return rest
	}
	return strings.Join(words[:limit], ", ") + " and " + rest
}

// A passage that has so many words of an answer and hardly more is the answer.
const wholeAnswer = 7

// Repeats tells whether a passage is an answer once more: the answer is its
// sentence, and no short reply that the passage bears out.
func Repeats(answer, quote string) bool {
	a, q := Clean(answer), Clean(quote)
	return len(strings.Fields(a)) >= wholeAnswer && strings.Contains(q, strings.Trim(a, " \"“”'‘’.…"))
}

// At is the time a digest is for: its slot, else when it was made, else the
// end of its window; zero where it knows none.
func At(d news.Digest) time.Time {
	switch {
	case d.Slot != nil:
		return *d.Slot
	case d.GeneratedAt != nil:
		return *d.GeneratedAt
	case d.Window != nil:
		return d.Window.To
	}
	return time.Time{}
}

// Date is the day a digest is for; empty where it knows no time.
func Date(d news.Digest, zone *time.Location) string {
	t := At(d)
	if t.IsZero() {
		return ""
	}
	return t.In(Zone(d, zone)).Format("Monday 2 January 2006")
}

// Clock is a time as a list of articles shows it; empty where it is unknown.
func Clock(t *time.Time, zone *time.Location) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2 Jan 15:04")
}

// Next is when the next digest comes, with the zone's name; empty where none
// is planned.
func Next(d news.Digest, zone *time.Location) string {
	if d.Next == nil || d.Next.IsZero() {
		return ""
	}
	zone = Zone(d, zone)
	return d.Next.In(zone).Format("Mon 2 Jan 15:04 ") + ZoneName(zone, *d.Next)
}

// Zone is the zone to print a digest's times in: the one given, else the one
// of its slot, else of its making, else UTC, as on its evidence page. Only the
// offset is taken from a time: its JSON form has no more, and a digest that was
// stored has to read the same as one that was not.
func Zone(d news.Digest, given *time.Location) *time.Location {
	var t time.Time
	switch {
	case given != nil:
		return given
	case d.Slot != nil:
		t = *d.Slot
	case d.GeneratedAt != nil:
		t = *d.GeneratedAt
	}
	if _, offset := t.Zone(); offset != 0 {
		return time.FixedZone("", offset)
	}
	return time.UTC
}

// ZoneName names a zone for a reader; one that has no name by what it is
// ahead of UTC at a time.
func ZoneName(zone *time.Location, at time.Time) string {
	if name := zone.String(); name != "" && name != "Local" {
		return name
	}
	return at.In(zone).Format("UTC-07:00")
}

// Reasons counts what was left out by reason, in the order in which the
// reasons first come.
func Reasons(left []news.LeftOut) []Reason {
	var out []Reason
	at := map[string]int{}
	for _, l := range left {
		text := Clean(l.Reason)
		i, seen := at[text]
		if !seen {
			i = len(out)
			at[text] = i
			out = append(out, Reason{Text: text})
		}
		out[i].IDs = append(out[i].IDs, Clean(l.ID))
	}
	return out
}

// Reason is why articles were left out, and which.
type Reason struct {
	Text string
	IDs  []string
}

// Dollars prints millionths of a dollar.
func Dollars(n int64) string { return fmt.Sprintf("$%.4f", float64(n)/1e6) }
