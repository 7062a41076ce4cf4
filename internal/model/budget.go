package model

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"counterpoint/internal/wording"
)

//go:embed prices.json
var pricesText []byte

// Price is what a model costs, in millionths of a dollar for a million tokens.
type Price struct {
	Input, Output int64
}

// of is what a reply cost, rounded up.
func (p Price) of(u Usage) int64 {
	const million = 1_000_000
	return (int64(u.Input)*p.Input + int64(u.Output)*p.Output + million - 1) / million
}

// ErrCap says that a request would cost more than is left.
var ErrCap = errors.New("the spending cap is reached")

// PriceOf looks a model's price up in prices.json: the entry whose name is the
// longest that the model's name contains.
func PriceOf(model string) (Price, error) {
	var list struct {
		Models map[string]struct{ Input, Output float64 } `json:"models"`
	}
	if err := json.Unmarshal(pricesText, &list); err != nil {
		return Price{}, fmt.Errorf("prices.json: %w", err)
	}
	best, out := "", Price{}
	for name, p := range list.Models {
		if strings.Contains(strings.ToLower(model), name) && len(name) > len(best) {
			best, out = name, Price{Input: int64(p.Input * 1e6), Output: int64(p.Output * 1e6)}
		}
	}
	if best == "" {
		return Price{}, fmt.Errorf("no price is known for the model %q: give its price for a million tokens", model)
	}
	return out, nil
}

// afford tells whether a request may be made: at its greatest it stays within
// what is left of the digest's and the month's cap.
func (w *Writer) afford(ctx context.Context, req Request, t *tally) error {
	if w.Price == (Price{}) {
		return nil
	}
	most := w.Price.of(Usage{Input: (len(req.Instructions) + len(req.Packet) + len(req.Schema)) / 3, Output: req.MostTokens})
	if w.Digest > 0 && t.cost()+most > w.Digest {
		return fmt.Errorf("%w: %s a digest", ErrCap, wording.Dollars(w.Digest))
	}
	if w.Month == 0 || w.Ledger == nil {
		return nil
	}
	spent, err := w.Ledger.Spent(ctx)
	if err != nil {
		return fmt.Errorf("what was spent cannot be read: %w", err)
	}
	if spent+most > w.Month {
		return fmt.Errorf("%w: %s a month", ErrCap, wording.Dollars(w.Month))
	}
	return nil
}

// key names a reply: the same packet, instructions and model.
func (w *Writer) key(req Request) string {
	h := sha256.New()
	for _, s := range []string{w.Driver.Name(), req.Instructions, req.Packet} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
