package wording

import (
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

// Date is the day a digest is for, in the reader's zone (nil: UTC): of its
// slot, else of when it was made, else of the end of its window. It is empty
// where the digest knows no time.
func Date(d news.Digest, zone *time.Location) string {
	var t time.Time
	switch {
	case d.Slot != nil:
		t = *d.Slot
	case d.GeneratedAt != nil:
		t = *d.GeneratedAt
	case d.Window != nil:
		t = d.Window.To
	}
	if t.IsZero() {
		return ""
	}
	return t.In(In(zone)).Format("Monday 2 January 2006")
}

// Clock is a time as a list of articles shows it; empty where it is unknown.
func Clock(t *time.Time, zone *time.Location) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.In(In(zone)).Format("2 Jan 15:04")
}

// Next is when the next digest comes, with the zone's name; empty where none
// is planned.
func Next(d news.Digest, zone *time.Location) string {
	if d.Next == nil || d.Next.IsZero() {
		return ""
	}
	return d.Next.In(In(zone)).Format("Mon 2 Jan 15:04 ") + In(zone).String()
}

// In is the zone to print times in; UTC where none is given.
func In(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
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
