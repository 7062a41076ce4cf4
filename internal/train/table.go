package main

// table holds examples column by column: growing a tree reads one feature of
// many rows at a time.
type table struct {
	rows [][]int // as the forests see them
	cols [][]uint8
}

const bins = 128 // feature values run from 0 to 127; what is outside counts as the nearest

func newTable(rows [][]int) table {
	t := table{rows: rows}
	if len(rows) == 0 {
		return t
	}
	t.cols = make([][]uint8, len(rows[0]))
	for f := range t.cols {
		t.cols[f] = make([]uint8, len(rows))
		for i, r := range rows {
			t.cols[f][i] = uint8(min(max(r[f], 0), bins-1))
		}
	}
	return t
}

// only returns the table of some rows.
func (t table) only(keep func(row int) bool) table {
	var rows [][]int
	for i, r := range t.rows {
		if keep(i) {
			rows = append(rows, r)
		}
	}
	return newTable(rows)
}
