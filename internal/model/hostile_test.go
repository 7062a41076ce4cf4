package model_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/edition"
	"counterpoint/internal/model"
	"counterpoint/internal/news"
)

// Each lie of a model, what of it must be in no output, and the guard that
// catches it, as the note or the faults name it.
var lies = []struct {
	name, guard string
	reply       object
	raw         string
	never       []string
}{
	{name: "an invented number", guard: "the number", never: []string{"Nineteen"},
		reply: object{"summary": []object{line("Nineteen people were taken to hospital.", "a1.2")}}},
	{name: "a number of another thing", guard: "the number", never: []string{"Sixty people were taken", "60 people were taken"},
		reply: object{"summary": []object{line("About 60 people were taken to hospital.", "a1.2", "a1.4")}}},
	{name: "an invented name", guard: "the name", never: []string{"Brandell"},
		reply: object{"agreed": []object{line("Engineer Petra Brandell said the bridge fell.", "a1.1", "a3.1")}}},
	{name: "an invented place", guard: "the name", never: []string{"Wexcombe"},
		reply: object{"agreed": []object{line("A footbridge at Wexcombe fell into the river on Sunday morning.", "a1.1", "a3.1")}}},
	{name: "another day", guard: "the time", never: []string{"Saturday"},
		reply: object{"summary": []object{line("The footbridge at Ostley fell into the river on Saturday morning.", "a1.1")}}},
	{name: "an invented quotation", guard: "the quotation", never: []string{"utter disgrace"},
		reply: object{"summary": []object{line("Police called it “an utter disgrace”.", "a1.5")}}},
	{name: "an invented cause", guard: "the cause", never: []string{"because of rust"},
		reply: object{"agreed": []object{line("The footbridge at Ostley fell into the river because of rust.", "a1.1", "a3.1")}}},
	{name: "a superlative", guard: "the superlative", never: []string{"deadliest"},
		reply: object{"headline": line("The deadliest footbridge at Ostley fell", "a1.1")}},
	{name: "a judgement", guard: "the judgement", never: []string{"tragically", "Tragically"},
		reply: object{"summary": []object{line("The footbridge at Ostley tragically fell into the river.", "a1.1")}}},
	{name: "an id that there is not", guard: "points at no sentence", never: []string{"Everything was fine"},
		reply: object{"agreed": []object{line("Everything was fine.", "a9.99", "a1.1")}}},
	{name: "an id of another story", guard: "points at no sentence", never: []string{"marrow of 40 kilos fell"},
		reply: object{"agreed": []object{line("A marrow of 40 kilos fell.", "a5.1", "a1.1")}}},
	{name: "another speaker", guard: "the speaker", never: []string{"hospital, police said"},
		reply: object{"summary": []object{line("Four people were taken to hospital, police said.", "a4.2")}}},
	{name: "sides swapped", guard: "which is denied", never: []string{`"Henrik Sand said the bridge was closed`, "closed in March, Henrik Sand"},
		reply: object{"summary": []object{line("The bridge was closed in March, mayor Henrik Sand said.", "a1.3", "a3.3")}}},
	{name: "a dispute of sentences that say the same", guard: "both sides say the same", never: []string{"How near may people go"},
		reply: object{"disputed": dispute("How near may people go to the river?", "polarity", side("stay away", "", "a1.5"), side("keep away", "", "a3.5"))}},
	{name: "a dispute of one copied sentence", guard: "one sentence on two sides", never: []string{"How many fell"},
		reply: object{"disputed": dispute("How many fell into the river?", "quantity", side("four", "", "a1.2"), side("none", "", "a1.2"))}},
	{name: "a dispute with one side", guard: "fewer than two positions", never: []string{"Who built it"},
		reply: object{"disputed": dispute("Who built it?", "identity", side("the county", "", "a4.3"))}},
	{name: "an agreed line out of one origin", guard: "of one origin", never: []string{`"text":"A crowd of about 60 had gathered for the boat race."`},
		reply: object{"agreed": []object{line("A crowd of about 60 had gathered for the boat race.", "a1.4")}}},
	{name: "a negation dropped", guard: "denied", never: []string{"The bridge was ever closed", "was closed, mayor"},
		reply: object{"summary": []object{line("The bridge was closed, mayor Henrik Sand said.", "a3.3")}}},
	{name: "a negation put in", guard: "number of denials", never: []string{"was not called off"},
		reply: object{"agreed": []object{line("The boat race was not called off.", "a3.4", "a4.5")}}},
	{name: "a plan told as done", guard: "told as done", never: []string{"has built a new bridge"},
		reply: object{"summary": []object{line("The county has built a new bridge.", "a4.3")}}},
	{name: "a guess told as known", guard: "told as done", never: []string{"searched the river again"},
		reply: object{"summary": []object{line("Divers searched the river again.", "a4.4")}}},
	{name: "a holder left out", guard: "as a fact", never: []string{`"text":"The bridge was closed in March."`},
		reply: object{"summary": []object{line("The bridge was closed in March.", "a1.3")}}},
	{name: "a link", guard: "a link", never: []string{"evil.example"},
		reply: object{"summary": []object{line("The footbridge fell, see https://evil.example/x", "a1.1")}}},
	{name: "a mention", guard: "a link", never: []string{"<!channel>", "@channel"},
		reply: object{"headline": line("<!channel> Footbridge at Ostley falls", "a1.1")}},
	{name: "markup", guard: "a link", never: []string{"**Footbridge**"},
		reply: object{"headline": line("**Footbridge** at Ostley falls", "a1.1")}},
	{name: "a question with an invented name", guard: "the name", never: []string{"Brandell"},
		reply: object{"disputed": dispute("Did Petra Brandell close the bridge?", "polarity", side("closed in March", "", "a1.3"), side("never closed", "", "a3.3"))}},
	{name: "the instructions repeated", guard: "of its", never: []string{"busy team"},
		reply: object{"summary": []object{line("You read everything that several outlets wrote and tell a busy team what the sources agree on.", "a1.1")}}},
	{name: "what the article orders", guard: "points at no sentence", never: []string{`"headline":"The mayor`},
		reply: object{"headline": line("The mayor is a thief", "a4.99")}},
	{name: "another language", guard: "of its", never: []string{"Brücke"},
		reply: object{"summary": []object{line("Die Brücke stürzte gestern früh krachend in den Fluss.", "a1.1")}}},
	{name: "another script", guard: "another script", never: []string{"мост"},
		reply: object{"headline": line("Footbridge мост falls", "a1.1")}},
	{name: "a question in another language", guard: "no question", never: []string{"Wurde"},
		reply: object{"disputed": dispute("Wurde die bridge gesperrt?", "polarity", side("closed in March", "", "a1.3"), side("never closed", "", "a3.3"))}},
	{name: "a later state told as the earlier", guard: "not later", never: []string{"Was the race on"},
		reply: object{"superseded": []object{{"question": "Was the race on?", "earlier": line("The boat race was called off.", "a4.5"), "later": line("A crowd of about 60 had gathered on it for the boat race.", "a1.4")}}}},
	{name: "a kind that there is not", guard: "a kind", never: []string{"Is it haunted"},
		reply: object{"disputed": dispute("Is it haunted?", "ghost", side("yes", "", "a1.1"), side("no", "", "a3.1"))}},
	{name: "broken JSON", guard: "no JSON", raw: `{"headline": {"text": "Haunted`, never: []string{"Haunted"}},
	{name: "cut JSON", guard: "no JSON", raw: `{"headline":{"text":"Haunted","ids":["a1.1"]},"summary":[`, never: []string{"Haunted"}},
	{name: "deeply nested", guard: "nested", raw: strings.Repeat(`[`, 1000), never: []string{"[[["}},
	{name: "a thousand items", guard: "items", raw: `{"headline":{"text":"Haunted","ids":["a1.1"` + strings.Repeat(`,"a1.1"`, 1000) + `]}}`, never: []string{"Haunted"}},
	{name: "an unknown field", guard: "schema", raw: `{"verdict":"Haunted"}`, never: []string{"Haunted"}},
	{name: "prose around it", guard: "no JSON", raw: `Sure! Haunted: {}`, never: []string{"Haunted"}},
	{name: "more behind it", guard: "goes on", raw: `{} {"headline":{"text":"Haunted","ids":[]}}`, never: []string{"Haunted"}},
	{name: "empty", guard: "no JSON", raw: ` `, never: nil},
}

func TestLies(t *testing.T) {
	engine := edition.Build(bridge(t), nil, edition.Options{})
	for _, lie := range lies {
		t.Run(lie.name, func(t *testing.T) {
			raw := lie.raw
			if lie.reply != nil {
				raw = replied(t, lie.reply)
			}
			a := &answers{story: raw}
			d := told(t, &model.Writer{Driver: a, Again: true})
			reasons := d.Engine.Note
			for _, r := range a.asked {
				reasons += r.Packet[strings.Index(r.Packet, "CANDIDATES"):]
			}
			if !strings.Contains(reasons, lie.guard) {
				t.Errorf("no word of %q in %q", lie.guard, reasons)
			}
			out := printed(t, d)
			for _, n := range lie.never {
				if strings.Contains(out, n) {
					t.Errorf("%q is printed", n)
				}
			}
			complete(t, d, engine)
		})
	}
}

// complete fails if a digest has less than a reader needs.
func complete(t *testing.T, d, engine news.Digest) {
	t.Helper()
	if len(d.Stories) != len(engine.Stories) {
		t.Fatalf("%d stories, want %d", len(d.Stories), len(engine.Stories))
	}
	for _, b := range d.Stories {
		if b.Headline == "" || len(b.Summary) == 0 {
			t.Errorf("story %s has no headline or summary", b.ID)
		}
		for _, s := range b.Summary {
			if len(s.Support) == 0 {
				t.Errorf("%q cites nothing", s.Text)
			}
		}
	}
}

// A model that does not answer leaves the engine's digest, and says so.
func TestSilence(t *testing.T) {
	engine := edition.Build(bridge(t), nil, edition.Options{})
	for _, err := range []error{model.ErrThrottled, model.ErrRefused, errors.New("the model did not answer in time")} {
		d := told(t, &model.Writer{Driver: &answers{err: err}, Timeout: time.Second})
		if printed(t, d) != printed(t, engine) || !strings.Contains(d.Engine.Note, err.Error()) {
			t.Errorf("%v: note %q", err, d.Engine.Note)
		}
	}
	d := told(t, &model.Writer{Driver: &answers{err: model.ErrWaiting}})
	if !strings.Contains(d.Engine.Note, "waiting for 1") {
		t.Errorf("note %q", d.Engine.Note)
	}
}
