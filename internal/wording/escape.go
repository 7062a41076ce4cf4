package wording

import "strings"

// Escape takes their meaning from the three characters that Slack's markup
// starts with. No others may be escaped ("Formatting text", Slack's
// documentation).
func Escape(s string) string { return escaper.Replace(s) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
