package page

import (
	"fmt"
	"time"

	"counterpoint/internal/news"
)

// moment is a time as the page prints it: for machines and for people. Both
// are empty where the time is unknown.
type moment struct {
	ISO  string
	Text string
}

// clock prints times in one zone.
type clock struct {
	zone *time.Location
	year int // times of this year are printed without it
}

// newClock takes the zone from the digest's slot, else from its making. Only
// the offset counts: a name depends on the machine that decoded the digest.
func newClock(d news.Digest) clock {
	for _, t := range []*time.Time{d.Slot, d.GeneratedAt} {
		if !known(t) {
			continue
		}
		name := "UTC"
		_, offset := t.Zone()
		if offset != 0 {
			sign, minutes := '+', offset/60
			if minutes < 0 {
				sign, minutes = '−', -minutes
			}
			name = fmt.Sprintf("UTC%c%d:%02d", sign, minutes/60, minutes%60)
		}
		zone := time.FixedZone(name, offset)
		return clock{zone: zone, year: t.In(zone).Year()}
	}
	return clock{zone: time.UTC}
}

// long prints a time as the head of the page does.
func (c clock) long(t *time.Time) moment {
	return c.format(t, "Monday 2 January 2006, 15:04")
}

// short prints a time as it stands beside a quotation.
func (c clock) short(t *time.Time) moment {
	if known(t) && t.In(c.zone).Year() != c.year {
		return c.format(t, "2 Jan 2006, 15:04")
	}
	return c.format(t, "2 Jan, 15:04")
}

func (c clock) format(t *time.Time, layout string) moment {
	if !known(t) {
		return moment{}
	}
	local := t.In(c.zone)
	return moment{ISO: local.Format(time.RFC3339), Text: local.Format(layout)}
}

func known(t *time.Time) bool { return t != nil && !t.IsZero() }
