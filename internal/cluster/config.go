package cluster

// config holds the figures of the method. There is one for all streams; the
// values stand on plateaus, where a third more or less changes little.
type config struct {
	title, lead, tail float64 // what a word counts in the title, the lead, far down
	leadWords         int
	proper            float64 // what a capital within a sentence adds
	pair              float64 // a name of two words beside its words
	prior             float64 // how many articles the background table stands for
	power             float64 // of the rarity
	threshold         float64 // average similarity from which texts tell one event
	decay             float64
}

var frozen = config{
	title: 3, lead: 2, tail: 0.6, leadWords: 60, proper: 1.5, pair: 1.0,
	prior: 1000, power: 1, threshold: 0.12, decay: 0.05,
}
