package eval

// Share is a part of a whole, both counted.
type Share struct {
	Part  int `json:"part"`
	Whole int `json:"whole"`
}

// Value is the share as a number; there is none of an empty whole.
func (s Share) Value() (v float64, ok bool) {
	if s.Whole == 0 {
		return 0, false
	}
	return float64(s.Part) / float64(s.Whole), true
}

// count adds one to the whole, and to the part where in is true.
func (s *Share) count(in bool) {
	s.Whole++
	if in {
		s.Part++
	}
}

func (s *Share) add(t Share) {
	s.Part += t.Part
	s.Whole += t.Whole
}

// f1 is the harmonic mean of precision and recall.
func f1(p, r float64) float64 {
	if p == 0 || r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
