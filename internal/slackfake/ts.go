package slackfake

import (
	"fmt"
	"strconv"
	"strings"
)

// tsOf writes a timestamp as Slack does: seconds, a point, six digits.
func tsOf(micro int64) string { return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6) }

// parseTS reads a timestamp, with up to six digits after the point, into
// microseconds.
func parseTS(ts string) (int64, bool) {
	whole, part, _ := strings.Cut(ts, ".")
	if whole == "" || len(whole) > 12 || len(part) > 6 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", 6-len(part)), 10, 64)
	return n, err == nil
}
