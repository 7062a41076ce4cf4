package followup_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/claims"
	"counterpoint/internal/compare"
	"counterpoint/internal/followup"
	"counterpoint/internal/news"
)

// The first day of an invented event, as two outlets told it.
var firstDay = []string{
	`A grain barge sank in the Lorne canal near Veldt on Monday evening after it struck the Hollin bridge. Three people died and two are missing, the canal police said. The barge Petronella carried 400 tonnes of barley. The bridge is closed to traffic. Skipper Anton Reuss told police that the bridge light was out. The canal office said that the light was burning all night.`,
	`Three people have died in the sinking of the barge Petronella at the Hollin bridge in Veldt. The Petronella struck a pier of the bridge at twenty past eight, according to the canal police. Bridge keeper Marta Quist said it was ten to nine by her clock. No divers are at work in the canal before daylight. The canal office denies that the light of the bridge had failed.`,
}

// told is the brief of the first day, and the story of both days.
func secondDay(t *testing.T, after time.Duration, texts ...string) followup.Input {
	t.Helper()
	at := time.Date(2026, 5, 4, 21, 0, 0, 0, time.UTC)
	s := news.Story{ID: "s-1"}
	in := followup.Input{Told: map[string]bool{}}
	for i, body := range slices.Concat(firstDay, texts) {
		published := at.Add(time.Duration(i) * time.Hour)
		if i >= len(firstDay) {
			published = at.Add(after + time.Duration(i)*time.Hour)
		}
		a := news.Article{ID: fmt.Sprint("a", i+1), Outlet: fmt.Sprint("Outlet ", i+1), Title: "Barge sinks at Hollin bridge", Published: published, Body: body}
		s.Articles = append(s.Articles, a)
		s.Lineage = append(s.Lineage, news.Lineage{Origin: fmt.Sprint("o", i+1)})
		if i < len(firstDay) {
			in.Told[a.ID] = true
		}
		if i == len(firstDay)-1 {
			r := claims.Read(s)
			in.Before = []news.Brief{{ID: s.ID, Findings: news.Findings{Disputed: []news.Dispute{
				{Question: "When was it (struck)?", Kind: news.Time, Positions: positions(t, r, "twenty past eight", "ten to nine")},
				{Question: "Was the light out?", Kind: news.Polarity, Positions: positions(t, r, "was out", "was burning")},
			}}}}
		}
	}
	in.Story, in.Reading = s, claims.Read(s)
	in.Today = compare.Findings(s, in.Reading)
	return in
}

// positions are those of the claims that have the words.
func positions(t *testing.T, r claims.Reading, words ...string) []news.Position {
	t.Helper()
	var out []news.Position
	for _, w := range words {
		i := slices.IndexFunc(r.Claims, func(c claims.Claim) bool { return strings.Contains(c.Text, w) })
		if i < 0 {
			t.Fatalf("nobody says %q", w)
		}
		out = append(out, news.Position{Answer: w, Origins: 1, Evidence: []news.Evidence{r.Claims[i].Evidence}})
	}
	return out
}

func TestSince(t *testing.T) {
	for name, tt := range map[string]struct {
		untold []string
		want   []string // kind and the beginning of what is said; exactly these of changed, opened and settled, and at least these of new
		silent bool
	}{
		"a toll rises": {
			[]string{"Five people are now known to have died in the sinking of the barge Petronella at Veldt, the canal police said on Tuesday."},
			[]string{"changed Five people"},
			false,
		},
		"the toll as it was told": {
			[]string{"Three people died when the barge Petronella struck the Hollin bridge and sank in the Lorne canal near Veldt."}, nil, true,
		},
		"the toll of another accident": {
			[]string{"In 1987 eleven people died when a barge sank in the Lorne canal near Veldt."}, nil, true,
		},
		"a state ends": {
			[]string{"The Hollin bridge in Veldt was reopened to traffic on Tuesday afternoon after an inspection of its piers."},
			[]string{"changed The Hollin bridge"},
			false,
		},
		"new things are told": {
			[]string{"Prosecutors searched the offices of the shipping company Brandt & Loos in Veldt on Tuesday and took away 30 boxes of papers from the barge's owner."},
			[]string{"new Prosecutors searched"},
			false,
		},
		"what was said is said again": {
			[]string{"The canal office still denies that the light of the Hollin bridge had failed. Skipper Anton Reuss insists on his account that the bridge light was out."}, nil, true,
		},
		"a comment": {
			[]string{"The city searched the offices of the shipping company Brandt & Loos in Veldt on Tuesday and took away 30 boxes of papers from the barge's owner, far too late. I have walked over the Hollin bridge for thirty years and never saw its keeper."}, nil, true,
		},
		"a dispute goes on": {
			[]string{"Lock keeper Jonas Weil said on Tuesday that the light of the Hollin bridge was not burning when the barge Petronella came. The canal office said that the light was burning."},
			[]string{"new Lock keeper"},
			false,
		},
		"a time without a word of settlement": {
			[]string{"The barge Petronella struck the bridge at ten to nine, a neighbour said in Veldt on Tuesday."}, nil, false,
		},
		"a dispute is settled": {
			[]string{"Camera pictures show that the barge Petronella struck the bridge at ten to nine, the canal police said on Tuesday and corrected their first account."},
			[]string{"settled Camera pictures"},
			false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := secondDay(t, 18*time.Hour, tt.untold...)
			got, worth := followup.Since(in)
			if worth == tt.silent {
				t.Errorf("worth telling: %v, want %v", worth, !tt.silent)
			}
			var lines []string
			for _, n := range got.New {
				lines = append(lines, "new "+n.Text)
			}
			for _, u := range got.Changed {
				lines = append(lines, "changed "+u.Later.Text)
			}
			for _, d := range got.Opened {
				lines = append(lines, "opened "+d.Question)
			}
			for _, e := range got.Settled {
				lines = append(lines, "settled "+e.Outcome.Text)
			}
			for _, w := range tt.want {
				if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, w) }) {
					t.Errorf("%q is not named", w)
				}
			}
			for _, l := range lines {
				if !strings.HasPrefix(l, "new ") && !slices.ContainsFunc(tt.want, func(w string) bool { return strings.HasPrefix(l, w) }) {
					t.Errorf("named and not wanted: %s", l)
				}
			}
		})
	}
}

// A dispute of the whole story is opened where an untold claim begins it, and
// not where the two sides were told or are told again.
func TestOpened(t *testing.T) {
	in := secondDay(t, 18*time.Hour,
		"At the Canal Board, director Ines Falk said on Tuesday that she knew of the bridge lamps from the papers. The canal office still maintains that the light was burning.",
		"The mayor of Veldt, Karl Brome, replied that the Canal Board had approved the drawing of the bridge lamps in November.",
	)
	for name, tt := range map[string]struct {
		sides []string
		want  int
	}{
		"two untold sides":              {[]string{"from the papers", "had approved"}, 1},
		"a told side and an untold one": {[]string{"400 tonnes", "had approved"}, 1},
		"a state of another time":       {[]string{"No divers", "had approved"}, 0},
		"two told sides":                {[]string{"400 tonnes", "No divers"}, 0},
		"the untold side says it again": {[]string{"400 tonnes", "still maintains"}, 0},
		"a dispute that was told":       {[]string{"was out", "was burning"}, 0},
	} {
		in.Today = news.Findings{Disputed: []news.Dispute{{Question: "Is it so?", Kind: news.Attribution, Positions: positions(t, in.Reading, tt.sides...)}}}
		got, _ := followup.Since(in)
		n := 0
		for _, d := range got.Opened {
			if d.Question == "Is it so?" {
				n++
			}
		}
		if n != tt.want {
			t.Errorf("%s: opened %d times, want %d", name, n, tt.want)
		}
	}
}
