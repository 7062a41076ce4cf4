package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"counterpoint/internal/news"
)

// Figure is one measured value. One that is nil could not be measured: there
// was nothing to count.
type Figure struct {
	Name  string
	Value *float64
	Of    *Share // what was counted, where it is a share or a number
	Whole bool   // a number, not a share
}

// Figures are in the order in which they are read.
type Figures []Figure

func number(name string, n int) Figure {
	v := float64(n)
	return Figure{Name: name, Value: &v, Whole: true}
}

func mean(name string, v float64) Figure { return Figure{Name: name, Value: &v} }

func share(name string, s Share) Figure {
	f := Figure{Name: name, Of: &s}
	if v, ok := s.Value(); ok {
		f.Value = &v
	}
	return f
}

func bcubedFigures(prefix string, b BCubed) Figures {
	p, r, f := b.Values()
	return Figures{mean(prefix+"_p", p), mean(prefix+"_r", r), mean(prefix+"_f1", f)}
}

// Figures are the measured values of a run over cases. The events are those of
// all cases in one stream.
func (r Result) Figures() Figures {
	f := Figures{number("cases", len(r.Each)), number("articles", r.Articles)}
	f = append(f, bcubedFigures("events_bcubed", r.Mixed)...)
	_, _, alone := r.Total.Events.Values()
	f = append(f, mean("events_alone_f1", alone))
	return append(f, r.Total.Figures()...)
}

// Figures are the measured values of a tally.
func (t Tally) Figures() Figures {
	p, _ := t.DisputesP.Value()
	r, _ := t.DisputesR.Value()
	f := Figures{
		share("disputes_p", t.DisputesP),
		share("disputes_r", t.DisputesR),
		mean("disputes_f1", f1(p, r)),
		share("disputes_or_differ_r", t.OrDifferR),
		share("dispute_positions_r", t.PositionsR),
		share("traps_sprung", t.TrapsSprung),
		share("superseded_r", t.SupersededR),
		share("superseded_as_dispute", t.SupersededAsD),
		share("superseded_p", t.SupersededP),
		share("calm_false", t.CalmFalse),
		share("agreed_in_gold", t.AgreedInGold),
		share("facts_r", t.FactsR),
		share("agreed_but_disputed", t.AgreedButDisputed),
		share("agreed_repeated", t.AgreedRepeated),
		share("copies_p", t.CopiesP),
		share("copies_r", t.CopiesR),
		number("quotes_not_verbatim", t.NotVerbatim.Part),
		number("summary_unsupported", t.SummaryUnsupported.Part),
	}
	for _, k := range kinds {
		if s, ok := t.KindsR[k]; ok {
			f = append(f, share("disputes_r_"+string(k), s))
		}
	}
	return f
}

// kinds of dispute, in the order of their names.
var kinds = []news.Kind{news.Attribution, news.Cause, news.Identity, news.Place, news.Polarity, news.Quantity, news.Time}

// Text is the value as it is printed.
func (f Figure) Text() string {
	switch {
	case f.Value == nil:
		return "-"
	case f.Whole:
		return fmt.Sprintf("%.0f", *f.Value)
	}
	return fmt.Sprintf("%.3f", *f.Value)
}

// Print writes a line for each figure, in columns, with what was counted.
func (fs Figures) Print(w io.Writer) error {
	wide := 0
	for _, f := range fs {
		wide = max(wide, len(f.Name))
	}
	for _, f := range fs {
		line := fmt.Sprintf("%-*s  %6s", wide, f.Name, f.Text())
		if f.Of != nil {
			line += fmt.Sprintf("  %4d of %d", f.Of.Part, f.Of.Whole)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes an object, its keys in order.
func (fs Figures) MarshalJSON() ([]byte, error) {
	members := make([]string, len(fs))
	for i, f := range fs {
		v, err := json.Marshal(f.Value)
		if err != nil {
			return nil, err
		}
		members[i] = fmt.Sprintf("%q:%s", f.Name, v)
	}
	return []byte("{" + strings.Join(members, ",") + "}"), nil
}

// Get is the value of a figure by name.
func (fs Figures) Get(name string) (v float64, ok bool) {
	i := slices.IndexFunc(fs, func(f Figure) bool { return f.Name == name })
	if i < 0 || fs[i].Value == nil {
		return 0, false
	}
	return *fs[i].Value, true
}
