package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The chart is drawn for the width of a phone and grows by a third on a wide
// page, so that its labels can be read on both.
const (
	chartWidth  = 360
	chartHeight = 190
	chartLeft   = 14
	chartRight  = 346
	chartTop    = 34
	chartBase   = 156
	chartPoints = 24 // more would be a smear
)

// chartView is a step chart of a figure over the time of publication.
type chartView struct {
	ID          string
	Title       string
	Description string
	ViewBox     string
	Line        string // the path of the steps
	Area        string // the same, closed along the base
	Base        int
	Left, Right int
	Points      []pointView
}

// pointView is one figure in the chart. A label that would touch its
// neighbour is empty; the description and the steps name every figure.
type pointView struct {
	X, Y   int
	LabelY int
	Anchor string // text-anchor of the labels
	Value  string
	Time   string
	TickY  int
	TimeY  int
}

// point is a figure at a time.
type point struct {
	at    time.Time
	value float64
}

// chart draws a chain of updates, or returns nil where it holds no figure
// that can be drawn: a side without a time or without exactly one number,
// figures below zero, or all of them at one time.
func (k *desk) chart(question string, n int, chain []step) *chartView {
	if question == "" || len(chain) < 2 || len(chain) > chartPoints {
		return nil
	}
	var points []point
	var told []string
	top := 0.0
	for i, s := range chain {
		value, ok := figure(s.said.Text)
		if !ok || s.at == nil || (i > 0 && !s.at.After(points[i-1].at)) {
			return nil
		}
		points = append(points, point{at: *s.at, value: value})
		told = append(told, number(value)+" on "+k.clock.short(s.at).Text)
		top = max(top, value)
	}
	if top <= 0 {
		return nil
	}
	v := &chartView{
		ID:          fmt.Sprintf("%s-chart%d", k.anchor, n),
		Title:       question,
		Description: "By time of publication: " + strings.Join(told, "; ") + ".",
		ViewBox:     fmt.Sprintf("0 0 %d %d", chartWidth, chartHeight),
		Base:        chartBase, Left: chartLeft, Right: chartRight,
	}
	v.place(points, top)
	v.label(points, k.clock)
	return v
}

// place turns figures into points and the lines between them. The base is
// zero, so that heights compare as the figures do.
func (v *chartView) place(points []point, top float64) {
	first, last := points[0].at, points[len(points)-1].at
	span := last.Sub(first).Seconds()
	var line strings.Builder
	for i, p := range points {
		x := chartLeft + 8 + int(math.Round(p.at.Sub(first).Seconds()/span*(chartRight-chartLeft-40)))
		y := chartBase - int(math.Round(p.value/top*(chartBase-chartTop)))
		if i == 0 {
			fmt.Fprintf(&line, "M%d %d", x, y)
		} else {
			fmt.Fprintf(&line, "H%dV%d", x, y)
		}
		v.Points = append(v.Points, pointView{X: x, Y: y, LabelY: y - 9, TickY: chartBase + 5, TimeY: chartBase + 22, Anchor: "middle"})
	}
	fmt.Fprintf(&line, "H%d", chartRight)
	v.Line = line.String()
	v.Area = fmt.Sprintf("%sV%dH%dZ", v.Line, chartBase, v.Points[0].X)
}

// label words the points from the last back to the first, which a reader
// needs most, and leaves out what would not fit.
func (v *chartView) label(points []point, c clock) {
	const digit = 8 // the width of a figure at the chart's size of type
	sameDay := points[0].at.In(c.zone).Format(time.DateOnly) == points[len(points)-1].at.In(c.zone).Format(time.DateOnly)
	layout := "2 Jan 15:04"
	if sameDay {
		layout = "15:04"
	}
	valueFree, timeFree := chartWidth, chartWidth
	for i := len(points) - 1; i >= 0; i-- {
		p := &v.Points[i]
		value, at := number(points[i].value), points[i].at.In(c.zone).Format(layout)
		if half := len(value) * digit / 2; p.X+half <= valueFree && p.X-half >= 0 || i == len(points)-1 {
			p.Value, valueFree = value, p.X-half-4
		}
		left, right := p.X-len(at)*digit/2, p.X+len(at)*digit/2
		switch {
		case left < 0:
			p.Anchor, right = "start", p.X+len(at)*digit
		case right > chartWidth:
			p.Anchor, left = "end", p.X-len(at)*digit
		}
		if right <= timeFree {
			p.Time, timeFree = at, left-4
		}
	}
}

// number prints a figure with thousands parted.
func number(v float64) string {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	whole, part, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		return whole + "." + part
	}
	return whole
}
