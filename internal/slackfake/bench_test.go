package slackfake_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// BenchmarkPostAndFind is a message posted and looked up by the real client,
// in process: what a run on a virtual clock is made of.
func BenchmarkPostAndFind(b *testing.B) {
	for b.Loop() {
		_, api, c := workspace(b)
		for range 10 {
			c.advance(time.Second)
			_, ts, err := api.PostMessageContext(b.Context(), "C1", text("a"), slack.MsgOptionBlocks(section("story")),
				slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "news", EventPayload: map[string]any{"k": "C1"}}))
			if err != nil {
				b.Fatal(err)
			}
			_, err = api.GetConversationHistoryContext(b.Context(), &slack.GetConversationHistoryParameters{ChannelID: "C1", Oldest: ts, Inclusive: true, IncludeAllMetadata: true})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/20, "µs/call")
}
