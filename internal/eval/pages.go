package eval

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Pages are news pages with the text that extraction should find.
type Pages struct {
	Name string
	keys []string
	raw  map[string][]byte
	gold map[string]string
}

const truthFile = "truth.json"

// LoadPages reads a folder in the form of the article extraction benchmark:
// truth.json with an "articleBody" for each key, and pages/KEY.html.gz. There
// are none in a folder without truth.json.
func LoadPages(dir string) (pages Pages, ok bool, err error) {
	p := Pages{Name: filepath.Base(dir), raw: map[string][]byte{}, gold: map[string]string{}}
	raw, err := os.ReadFile(filepath.Join(dir, truthFile))
	if err != nil {
		return p, false, nil //nolint:nilerr // a folder without the file is another kind of folder
	}
	var truth map[string]struct {
		ArticleBody string `json:"articleBody"`
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		return p, false, fmt.Errorf("%s: %w", filepath.Join(dir, truthFile), err)
	}
	p.keys = slices.Sorted(maps.Keys(truth))
	for _, k := range p.keys {
		p.gold[k] = truth[k].ArticleBody
		if p.raw[k], err = readFile(filepath.Join(dir, "pages", k+".html.gz")); err != nil {
			return p, false, err
		}
	}
	return p, true, nil
}

// Extractor finds an article's text in a page.
type Extractor func(page []byte) (string, error)

// Score compares extracted texts with the gold texts: the multisets of their
// runs of four words, page by page. Precision and recall are means over pages;
// a page without an answer has no precision and is missed.
func (p Pages) Score(extract Extractor) (f Figures, notes []string) {
	var sumP, sumR float64
	answered, known := 0, 0
	for _, k := range p.keys {
		text, err := extract(p.raw[k])
		if err != nil {
			notes = append(notes, fmt.Sprintf("no text found in %s: %v", k, err))
		}
		gold, got := runs(p.gold[k]), runs(text)
		both := 0
		for r, n := range gold {
			both += min(n, got[r])
		}
		if n := total(got); n > 0 {
			answered++
			sumP += float64(both) / float64(n)
		}
		if n := total(gold); n > 0 {
			known++
			sumR += float64(both) / float64(n)
		}
	}
	pv, rv := sumP/float64(max(answered, 1)), sumR/float64(max(known, 1))
	return Figures{
		number("pages", len(p.keys)), number("answered", answered),
		mean("p", pv), mean("r", rv), mean("f1", f1(pv, rv)),
	}, notes
}

var word = regexp.MustCompile(`[\p{L}\p{N}_]+`)

// runs counts each run of four words of a text; a shorter text is one run.
func runs(text string) map[string]int {
	const size = 4
	words := word.FindAllString(text, -1)
	if len(words) == 0 {
		return nil
	}
	out := map[string]int{}
	for i := range max(1, len(words)-size+1) {
		out[strings.Join(words[i:min(i+size, len(words))], " ")]++
	}
	return out
}

func total(runs map[string]int) int {
	n := 0
	for _, c := range runs {
		n += c
	}
	return n
}
