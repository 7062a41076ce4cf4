package slackfake

import (
	"slices"
	"strings"
)

// scopeOf is the scope that a method needs, as Slack's page on it says; "" for
// none. A channel whose ID begins with G is a private one.
func scopeOf(method string, a args) string {
	kind := "channels"
	if strings.HasPrefix(a["channel"], "G") {
		kind = "groups"
	}
	switch method {
	case "chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete":
		return "chat:write"
	case "conversations.history", "conversations.replies":
		return kind + ":history"
	case "conversations.info", "conversations.list":
		return kind + ":read"
	case "conversations.join":
		return "channels:join"
	case "users.info":
		return "users:read"
	}
	return ""
}

// granted reports whether the bot token has a scope.
func (s *Server) granted(scope string) bool {
	return scope == "" || s.opt.Scopes == nil || slices.Contains(s.opt.Scopes, scope)
}
