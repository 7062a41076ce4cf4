package config

import (
	"fmt"
	"strings"
)

// Fault is something in the file that must be changed before it can be used.
type Fault struct {
	File         string // as the user named it; empty until Read tells it
	Line, Column int    // from 1, in characters; 0 where a fault is of the whole file
	Message      string // what is wrong, and what to write instead
}

func (f Fault) String() string {
	var place string
	if f.File != "" {
		place = f.File + ":"
	}
	if f.Line > 0 {
		place += fmt.Sprintf("%d:%d:", f.Line, f.Column)
	}
	return strings.TrimSpace(place + " " + f.Message)
}

// Faults are all that is wrong with a file, in the order of their places.
type Faults []Fault //nolint:errname // the faults of a file, which are also used one by one

// Error tells all faults, each on a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].String()
	}
	return strings.Join(lines, "\n")
}
