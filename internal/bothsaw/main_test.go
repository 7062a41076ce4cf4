package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"counterpoint/internal/news"
)

func side(starts ...int) news.Position {
	var p news.Position
	for _, at := range starts {
		p.Evidence = append(p.Evidence, news.Evidence{Article: "a", Start: at})
	}
	return p
}

func TestBothSaw(t *testing.T) {
	told := func(question string, by news.Author, sides ...news.Position) news.Dispute {
		return news.Dispute{Question: question, By: by, Positions: sides}
	}
	engine := news.Digest{Stories: []news.Brief{
		{Findings: news.Findings{Disputed: []news.Dispute{told("engine's", news.ByEngine, side(1), side(2, 3))}}},
	}}
	model := news.Digest{Stories: []news.Brief{{Findings: news.Findings{Disputed: []news.Dispute{
		told("both", news.ByModel, side(3), side(7), side(1)),
		told("only the model", news.ByModel, side(8), side(9)),
		told("one side alone", news.ByModel, side(2), side(9)),
		told("both sides on one of the engine's", news.ByModel, side(2), side(3)),
		told("the engine's own", news.ByEngine, side(20), side(30)),
	}}}}}
	file := filepath.Join(t.TempDir(), "engine.json")
	raw, err := json.Marshal(engine)
	if err == nil {
		err = os.WriteFile(file, raw, 0o600)
	}
	in, err2 := json.Marshal(model)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	var out bytes.Buffer
	if err := run([]string{file}, bytes.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	var got news.Digest
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, d := range got.Stories[0].Disputed {
		left = append(left, d.Question)
	}
	if s := strings.Join(left, ", "); s != "both, the engine's own" {
		t.Errorf("left are %s", s)
	}
	for _, args := range [][]string{nil, {filepath.Join(t.TempDir(), "none")}} {
		if err := run(args, strings.NewReader("{}"), &out); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
