package claims

import (
	"time"

	"counterpoint/internal/text"
)

// stampEntries gives the sentences of a live blog the time of their entry: a
// line that begins with a clock time dates what follows, on the article's day.
// Three entries make a live blog; fewer are times in the text.
func stampEntries(cs []Claim) {
	type stamp struct {
		index, minute int
	}
	var stamps []stamp
	for i, c := range cs {
		if len(c.Moments) > 0 && c.Moments[0].Start == 0 && c.Moments[0].HasClock && !c.Moments[0].Vague && len(text.Tokens(c.Text)) > 1 {
			stamps = append(stamps, stamp{i, c.Moments[0].FromMinute})
		}
	}
	if len(stamps) < 3 {
		return
	}
	for n, s := range stamps {
		end := len(cs)
		if n+1 < len(stamps) {
			end = stamps[n+1].index
		}
		for i := s.index; i < end; i++ {
			if day := cs[i].Published; !day.IsZero() {
				midnight := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
				cs[i].Published = midnight.Add(time.Duration(s.minute) * time.Minute)
			}
		}
	}
}
