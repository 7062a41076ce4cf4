package news

// Story is the coverage of one event. Its articles are in order of
// publication (unknown times last), then of ID.
type Story struct {
	ID       string // from the earliest article, so that it is stable
	Articles []Article
	Lineage  []Lineage // one for each of Articles, in the same order
	Because  []string  // why these articles are together, for a reader
}

// Lineage tells where an article's text comes from.
type Lineage struct {
	Origin string // "o1", "o2", …: one independent voice within the story
	CopyOf string // ID of the article that this one repeats; empty where it repeats none
}

// Origins is the number of independent voices in the story.
func (s Story) Origins() int {
	seen := map[string]bool{}
	for _, l := range s.Lineage {
		seen[l.Origin] = true
	}
	return len(seen)
}
