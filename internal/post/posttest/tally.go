package posttest

import (
	"runtime"
	"strings"
)

// step is the method of store.Store that writes right now, and whether it
// writes frozen bytes.
func step() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	name, bytes := "", ""
	for {
		f, more := frames.Next()
		if _, m, ok := strings.Cut(f.Function, "/internal/store.(*Store)."); ok {
			m, _, _ = strings.Cut(m, ".") // without the number of a closure
			if m == "freeze" {
				bytes = ", freezing"
			}
			if m[0] >= 'A' && m[0] <= 'Z' {
				name = m // the outermost is the last
			}
		}
		if !more {
			return name + bytes
		}
	}
}

// kinds lists what the schedules must contain, each at least once: else the
// suite tests less than it says.
func kinds() []string {
	out := []string{
		"several channels", "two channels at once", "two workers at one channel", "clocks that differ",
		"double delivery", "a lost message", "the queue emptied mid-digest",
		"the store does not answer", "the store's answer is lost",
		"history that lags", "taken after its client gave up", "found in history",
		"a channel parked, with a notice", "unparked with parts that wait", "mended after token_revoked",
		"dies between the halves", "due between the halves",
		"closed by its successor", "closed with a part visible", "a part degraded", "a part split", "a half split",
	}
	for _, f := range faults() {
		out = append(out, "Slack: "+f.name)
	}
	for _, at := range []string{
		"Reserve", "Confirm", "Postpone", "Unsure", "Later", "Missed", "Repost", "GiveUp", "Degrade", "Degrade, freezing",
		"Split", "Split, freezing", "Park", "Unpark", "Break", "Mend", "PlanParts", "PlanParts, freezing", "Close",
		"chat.postMessage", "conversations.history", "conversations.replies",
	} {
		out = append(out, "dies before "+at, "dies after "+at)
	}
	return out
}
