package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"counterpoint/internal/news"
)

// looks are the answers of a second look: for each dispute, by its passages,
// whether both sides can be true.
type looks map[string]bool

func (l looks) both(d news.Dispute) bool { return l[lookKey(d)] }

func lookKey(d news.Dispute) string {
	var b strings.Builder
	for _, p := range d.Positions {
		for _, e := range p.Evidence {
			fmt.Fprintf(&b, "%s %d ", e.Article, e.Start)
		}
		b.WriteByte('|')
	}
	return b.String()
}

// lookAt is the packet of a second look at disputes: the sentences of their
// sides alone, the last side first, without question or answers. Which pair is
// which dispute stands in keys.
func lookAt(ds []news.Dispute) (packet string, keys map[string]string) {
	var b strings.Builder
	keys = map[string]string{}
	b.WriteString("PAIRS\n")
	for i, d := range ds {
		id := fmt.Sprintf("p%d", i+1)
		keys[id] = lookKey(d)
		fmt.Fprintf(&b, "%s\n", id)
		for n, p := range slices.Backward(d.Positions) {
			for _, e := range p.Evidence[:min(len(p.Evidence), 3)] {
				fmt.Fprintf(&b, "  side %d: %s\n", len(d.Positions)-n, shown(e.Quote))
			}
		}
	}
	return b.String(), keys
}

func lookName(packet string) string {
	sum := sha256.Sum256([]byte(packet))
	return "look-" + hex.EncodeToString(sum[:10])
}

// read takes the answers of a second look.
func (l looks) read(got looked, keys map[string]string) {
	for _, p := range got.Pairs {
		if key, ok := keys[p.ID]; ok {
			l[key] = p.Both
		}
	}
}
