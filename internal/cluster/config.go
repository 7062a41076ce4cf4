package cluster

// config holds the figures of the method. There is one for all streams; the
// values stand on plateaus, where a third more or less changes little.
type config struct {
	title, lead, tail float64 // what a word counts in the title, the lead, far down
	leadWords         int
	proper            float64 // what a capital within a sentence adds
	pair              float64 // a name of two words beside its words
	prior             float64 // how many articles the background table stands for
	share             float64 // how many more for each article of the stream: a day's great event is no everyday word
	power             float64 // of the rarity
	typical           float64 // similarity between reports of one event, as long as nothing is known of the event
	ratio             float64 // of the similarity within groups that the similarity between them must reach
	shrink            float64 // so many pairs count as typical before those of a group do
	rank              float64 // what is left of the similarity of texts on different places in a series
}

var frozen = config{
	title: 3, lead: 1.5, tail: 0.6, leadWords: 60, proper: 2, pair: 1,
	prior: 2000, share: 2, power: 1.5, typical: 0.06, ratio: 0.65, shrink: 1, rank: 0.02,
}
