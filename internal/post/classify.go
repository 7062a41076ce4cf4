package post

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// class is what an answer means for a message.
type class string

// All but done and unknown mean that it was surely not posted.
const (
	done    class = "done"
	later   class = "later"   // not now
	channel class = "channel" // not to this channel, until somebody puts it right
	app     class = "app"     // not by this app, until somebody puts it right
	content class = "content" // not in this form
	tooLong class = "too long"
	thread  class = "thread" // its parent is gone
	unknown class = "unknown"
)

// verdict is a class, why, and for "later", how long Slack asks to wait; 0 is
// not told.
type verdict struct {
	class class
	code  string
	after time.Duration
}

// codes are Slack's answers with ok:false. What is not listed is unknown: a
// look into the history before another attempt costs little.
var codes = classes(map[class][]string{
	channel: {
		"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "restricted_action_read_only_channel",
		"restricted_action_thread_only_channel", "restricted_action_thread_locked", "restricted_action_non_threadable_channel",
		"messages_tab_disabled", "ekm_access_denied",
	},
	app: {
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope",
		"not_allowed_token_type", "no_permission", "org_login_required", "access_denied", "accesslimited",
		"app_access_restricted", "enterprise_is_restricted", "two_factor_setup_required", "team_access_not_granted",
	},
	content: {
		"invalid_blocks", "invalid_blocks_format", "no_text", "markdown_text_conflict", "too_many_attachments",
		"attachment_payload_limit_exceeded", "metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema",
		"metadata_must_be_sent_from_app", "invalid_arg_name", "invalid_array_arg", "invalid_form_data", "invalid_charset",
		"invalid_post_type",
	},
	tooLong: {"msg_blocks_too_long", "msg_too_long"},
	thread:  {"thread_not_found", "cannot_reply_to_message"},
	later:   {"ratelimited", "rate_limited", "message_limit_exceeded", "team_added_to_org", "service_unavailable", "restricted_too_many"},
	// Slack: "It's possible some aspect of the operation succeeded before the error was raised."
	unknown: {"fatal_error", "internal_error", "request_timeout"},
})

func classes(by map[class][]string) map[string]class {
	out := map[string]class{}
	for c, codes := range by {
		for _, code := range codes {
			out[code] = c
		}
	}
	return out
}

// classify says what became of a call. Errors are told by their kind alone:
// their texts may hold addresses and tokens.
func classify(x *exchange, err error, now time.Time) verdict {
	switch said, ok := errors.AsType[slack.SlackErrorResponse](err); {
	case x.status == http.StatusTooManyRequests:
		return verdict{later, "ratelimited", retryAfter(x.retryAfter, now)}
	case err == nil:
		return verdict{class: done}
	case ok:
		c, known := codes[said.Err]
		if !known {
			c = unknown
		}
		return verdict{c, printable(said.Err), 0}
	case !x.wrote.Load():
		return verdict{class: later, code: "Slack cannot be reached"}
	case x.status == 0:
		return verdict{class: unknown, code: "no answer"}
	case x.status == http.StatusOK:
		return verdict{class: unknown, code: "an answer that cannot be read"}
	case x.status >= 500 || x.status == http.StatusRequestTimeout:
		return verdict{class: unknown, code: "status " + strconv.Itoa(x.status)}
	}
	return verdict{class: later, code: "status " + strconv.Itoa(x.status)}
}

// printable bounds what Slack says.
func printable(code string) string {
	for i, r := range code {
		if i >= 80 || r < ' ' || r > '~' {
			return code[:i] + "…"
		}
	}
	return code
}

const (
	politeness = 30 * time.Second // where Slack does not say how long
	longest    = time.Hour
)

// retryAfter reads the header's seconds or date.
func retryAfter(header string, now time.Time) time.Duration {
	wait := politeness
	if n, err := strconv.ParseInt(header, 10, 32); err == nil {
		wait = time.Duration(n) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, time.Second), longest)
}

// patience is how long to wait before the next attempt, by how many there were.
func (v verdict) patience(attempts int) time.Duration {
	if v.after > 0 {
		return v.after
	}
	return min(5*time.Second<<min(max(attempts-1, 0), 6), 5*time.Minute)
}
