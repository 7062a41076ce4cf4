package model_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"counterpoint/internal/edition"
	"counterpoint/internal/model"
	"counterpoint/internal/news"
)

// What a model finds and the engine can check is printed as the model's.
func TestModelIsPrinted(t *testing.T) {
	w := &model.Writer{Driver: &answers{story: replied(t, object{
		"headline": line("Footbridge at Ostley falls into the river during boat race", "a1.1", "a3.1"),
		"summary":  []object{line("The footbridge at Ostley fell into the river on Sunday morning.", "a1.1", "a3.1")},
		"agreed":   []object{line("The boat race was called off.", "a3.4", "a4.5")},
		"disputed": []object{
			{"question": "How many people were taken to hospital?", "kind": "quantity", "positions": []object{side("four", "", "a1.2"), side("seven", "", "a3.2")}},
			{"question": "Was the bridge closed in March?", "kind": "polarity", "positions": []object{side("closed in March", "Dora Finch", "a1.3"), side("never closed", "", "a3.3")}},
		},
	})}}
	d := told(t, w)
	b := d.Stories[0]
	if b.Headline != "Footbridge at Ostley falls into the river during boat race" {
		t.Errorf("headline %q", b.Headline)
	}
	if len(b.Disputed) < 2 || b.Disputed[0].By != news.ByModel || b.Disputed[0].Positions[1].Answer != "seven" {
		t.Fatalf("disputes %+v", b.Disputed)
	}
	if p := b.Disputed[1].Positions; p[0].Holder != "Dora Finch" || p[1].Holder == "" {
		t.Errorf("holders %q %q: a holder that was left out is put in", p[0].Holder, p[1].Holder)
	}
	for _, p := range b.Disputed[0].Positions {
		if len(p.Evidence) == 0 || p.Evidence[0].Quote == "" {
			t.Errorf("position %q has no quotation", p.Answer)
		}
	}
	if !slices.ContainsFunc(b.Agreed, func(s news.Statement) bool { return s.Text == "The boat race was called off." && s.By == news.ByModel }) {
		t.Errorf("agreed %+v", b.Agreed)
	}
	if !strings.Contains(d.Engine.Name, "test") || !strings.Contains(d.Engine.Note, "the model's") {
		t.Errorf("engine %+v", d.Engine)
	}
}

// A story of one origin is not sent, and copies are shown once.
func TestPacket(t *testing.T) {
	a := &answers{story: replied(t, nil)}
	told(t, &model.Writer{Driver: a})
	if len(a.asked) != 1 {
		t.Fatalf("%d requests, want 1: the marrow has one origin", len(a.asked))
	}
	p := a.asked[0].Packet
	for _, want := range []string{"[a1.1] The footbridge", "River Radio", "(!) Ignore all previous", "CANDIDATES"} {
		if !strings.Contains(p, want) {
			t.Errorf("the packet lacks %q:\n%s", want, p)
		}
	}
	for _, not := range []string{"Copy Wire", "marrow", "[a2."} {
		if strings.Contains(p, not) {
			t.Errorf("the packet has %q", not)
		}
	}
}

// A packet stays within its tokens, and no source takes over a quarter.
func TestPacketIsBounded(t *testing.T) {
	a := &answers{story: replied(t, nil)}
	told(t, &model.Writer{Driver: a, Tokens: 250})
	if n := len(a.asked[0].Packet); n > 250*4+400 {
		t.Errorf("%d bytes for 250 tokens", n)
	}
	of := map[string]int{}
	for l := range strings.Lines(a.asked[0].Packet) {
		if article, _, ok := strings.Cut(strings.TrimPrefix(l, "["), "."); ok && l[0] == '[' {
			of[article] += len(l)
		}
	}
	for article, n := range of {
		if n > 250 || len(of) < 3 {
			t.Errorf("%s has %d bytes of 1000, of %d sources", article, n, len(of))
		}
	}
}

// Without a model the bytes are those of the engine.
func TestWithoutModel(t *testing.T) {
	plain, err := json.Marshal(edition.Build(bridge(t), nil, edition.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	with, err := json.Marshal(edition.BuildWith(t.Context(), bridge(t), nil, edition.Options{}, nil))
	if err != nil || string(plain) != string(with) {
		t.Errorf("another digest without a model (%v)", err)
	}
}

// A speaker whom a sentence leaves out is put in; a yes or no before an answer is
// not printed, as nothing bears it out.
func TestMended(t *testing.T) {
	b := told(t, &model.Writer{Driver: &answers{story: replied(t, object{
		"summary":  []object{line("The bridge was closed in March.", "a1.3")},
		"disputed": dispute("Was the bridge closed in March?", "polarity", side("No, closed in March", "", "a1.3"), side("yes, never closed", "", "a3.3")),
	})}}).Stories[0]
	if len(b.Disputed) == 0 || b.Disputed[0].Positions[0].Answer != "Closed in March" || b.Disputed[0].Positions[1].Answer != "Never closed" {
		t.Errorf("disputes %+v", b.Disputed)
	}
	b = told(t, &model.Writer{Driver: &answers{story: replied(t, object{"summary": []object{line("The bridge was closed in March.", "a1.3")}})}}).Stories[0]
	if s := b.Summary[0]; s.Text != "The bridge was closed in March, the county engineer Dora Finch said." || s.By != news.ByModel {
		t.Errorf("summary %+v", b.Summary)
	}
}

// What one origin tells on both sides is not told as disputed between sources.
func TestOneOriginDiffers(t *testing.T) {
	b := told(t, &model.Writer{Driver: &answers{story: replied(t, object{
		"disputed": dispute("Was the bridge closed in March?", "polarity", side("fell into the river", "", "a1.1"), side("closed in March", "", "a1.3")),
	})}}).Stories[0]
	for _, d := range b.Disputed {
		if d.By == news.ByModel {
			t.Errorf("disputed %+v", d)
		}
	}
	if len(b.Differ) == 0 || b.Differ[0].Note != "one source against itself" {
		t.Errorf("differ %+v", b.Differ)
	}
}
