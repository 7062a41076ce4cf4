package compare

// alone tells whether one origin takes all sides of a contest, and not in one
// article, where that is said.
func (x *comparer) alone(c contest) bool {
	var all []int
	for _, s := range c.sides {
		all = append(all, s.claims...)
	}
	return x.origins(all) < 2 && x.twice(c) == ""
}

// claimant is a contender with whether it is a dispute by itself.
type claimant struct {
	contender
	sure bool
}

// claimants are the contenders of a story, weighed once.
func (x *comparer) claimants() []claimant {
	if x.rivalry == nil {
		x.rivalry = []claimant{}
		for _, v := range x.contenders() {
			x.rivalry = append(x.rivalry, claimant{v, v.score >= 0 && x.open(v).sure})
		}
	}
	return x.rivalry
}
