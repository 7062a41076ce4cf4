package page_test

import (
	"strconv"
	"testing"

	"counterpoint/internal/browsertest"
)

func TestThePageFitsItsWindow(t *testing.T) {
	for _, width := range []int{320, 390, 1280} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			browsertest.Fits(t, render(t, readDigest(t, "testdata/day.json")), width)
		})
	}
}
