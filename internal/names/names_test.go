package names_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/names"
)

// show writes names as "text" with marks: + a title stood before it, = an
// acronym and what it stands for.
func show(found []names.Name) []string {
	var out []string
	for _, n := range found {
		s := strings.Join(n.Words, " ")
		if n.Title {
			s = "+" + s
		}
		if n.Expands != nil {
			s += "=" + strings.Join(n.Expands, " ")
		}
		out = append(out, s)
	}
	return out
}

func TestFind(t *testing.T) {
	for name, row := range map[string]struct {
		in   string
		want []string
	}{
		"plain":                     {"It was Ana Ruel who rang Tom Orr.", []string{"ana ruel", "tom orr"}},
		"function word first":       {"The dam at Solvik held.", []string{"solvik"}},
		"ordinary word first":       {"Residents left Solvik. Police came.", []string{"solvik"}},
		"people first":              {"Burglars took it. Firefighters came.", nil},
		"unknown word first":        {"Solvik flooded.", []string{"solvik"}},
		"seen within elsewhere":     {"Grove Hall burnt. They asked for Grove.", []string{"grove hall", "grove"}},
		"title":                     {"They met Mr Pike, Dr. Ruel and Gen. Holt.", []string{"+pike", "+ruel", "+holt"}},
		"title of two words":        {"It was Prime Minister Ana Ruel.", []string{"+ana ruel"}},
		"title in a run":            {"The Norland President Ivo Pike spoke.", []string{"norland", "+ivo pike"}},
		"title first in a sentence": {"Chancellor Ruel resigned.", []string{"+ruel"}},
		"role":                      {"It hurt, said analyst Tom Orr.", []string{"+tom orr"}},
		"title word in a body":      {"The Justice Department sued in King Street.", []string{"justice department", "king street"}},
		"office without a name":     {"He met the President of Norland.", []string{"president", "norland"}},
		"particles":                 {"So Ludwig van Dorn and Omar al-Hadi met.", []string{"ludwig van dorn", "omar al hadi"}},
		"of in a body":              {"They asked the Bank of Norland.", []string{"bank of norland"}},
		"of after a person":         {"They asked Tom Orr of Norland.", []string{"tom orr", "norland"}},
		"possessive":                {"It was Norland's Ivo Pike in Orr’s car.", []string{"norland", "ivo pike", "orr"}},
		"initials":                  {"They saw J. B. Marsh there.", []string{"j b marsh"}},
		"ampersand":                 {"She works at Combe & Dray.", []string{"combe dray"}},
		"acronym":                   {"The National Transport Board (NTB) met. NTB staff left.", []string{"national transport board", "ntb=national transport board", "ntb"}},
		"no expansion":              {"It is in Solvik (NTB).", []string{"solvik", "ntb"}},
		"days and months":           {"On Monday in May they met Ruel on June 5.", []string{"ruel"}},
		"month as a name":           {"They asked Theresa May on Monday.", []string{"theresa may"}},
		"day in a run":              {"They asked Ruel Monday.", []string{"ruel"}},
		"dateline":                  {"SOLVIK, May 21 (Unity News) - It rained.", []string{"solvik", "unity news"}},
		"quotation":                 {"He said: \"We ran. Orr ran.\"", []string{"orr"}},
		"headline":                  {"Seven Hurt In Paint Factory Fire At Solvik Docks\nIt was bad for the docks.", []string{"solvik"}},
		"nothing":                   {"it rained all day.", nil},
		"empty":                     {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(row.want, show(names.Find(row.in))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestCountry(t *testing.T) {
	for in, want := range map[string]string{
		"kremlin": "russia", "moscow": "russia", "russia": "russia", "russian": "",
		"white house": "united states", "u.s": "united states", "solvik": "", "": "",
	} {
		if got := names.Country(in); got != want {
			t.Errorf("Country(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("The National Transport Board (NTB) met Gen. J. B. Marsh’s men in May. Omar al-Hadi left.")
	f.Add("May. \xff Of The\n\"A & B. C")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, n := range names.Find(s) {
			if n.Start < last || n.End <= n.Start || n.End > len(s) || n.Text != s[n.Start:n.End] || len(n.Words) == 0 {
				t.Fatalf("name %+v after %d in %d bytes", n, last, len(s))
			}
			last = n.End
		}
	})
}

func TestPerson(t *testing.T) {
	for phrase, want := range map[string]bool{
		"Ada Holm": true, "keeper Ada Holm": true, "Mr Holm": true, "the mill's director": true, "chief executive Ada van Holm": true,
		"the Water Board": false, "Valley Water Board": false, "Millers' Hall": false, "Millers’ Hall": false, "HR": false, "the company": false, "Frostmere": false,
	} {
		if got := names.Person(phrase); got != want {
			t.Errorf("%q: %v", phrase, got)
		}
	}
}
