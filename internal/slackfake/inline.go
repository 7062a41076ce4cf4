package slackfake

import (
	"net/url"
	"strings"
)

// inline is a run of text in one style.
type inline struct {
	Text                       string
	Bold, Italic, Strike, Code bool
	Href                       string // http(s) or mailto
	Mention                    bool
	user                       string // who is mentioned; "" where it is no user
}

// paragraph is a run of inlines, as it stands, in a quotation or as code.
type paragraph struct {
	Quote bool
	Pre   bool
	Runs  []inline
}

// literal is text in which nothing is markup.
func literal(text string) []paragraph {
	if text == "" {
		return nil
	}
	return []paragraph{{Runs: []inline{{Text: text}}}}
}

// plain is text without markup but for the names of emoji.
func plain(text string) []paragraph { return literal(emojis(text)) }

// safeURL returns raw where a reader may be sent there.
func safeURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	switch {
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
		return u.String()
	case u.Scheme == "mailto":
		return u.String()
	default:
		return ""
	}
}

// richInline reads an element of a rich_text section.
func richInline(e object) inline {
	style := e.obj("style")
	run := inline{
		Bold: style.flag("bold"), Italic: style.flag("italic"),
		Strike: style.flag("strike"), Code: style.flag("code"),
	}
	switch e.str("type") {
	case "text":
		run.Text = e.str("text")
	case "link":
		run.Text, run.Href = e.str("text"), safeURL(e.str("url"))
		if run.Text == "" {
			run.Text = e.str("url")
		}
	case "emoji":
		run.Text = emoji(e.str("name"))
	case "user":
		run.user = e.str("user_id")
		run.Text, run.Mention = "@"+run.user, true
	case "channel":
		run.Text, run.Mention = "#"+e.str("channel_id"), true
	case "usergroup":
		run.Text, run.Mention = "@"+e.str("usergroup_id"), true
	case "broadcast":
		run.Text, run.Mention = "@"+e.str("range"), true
	case "date":
		run.Text = e.str("fallback")
	case "color":
		run.Text, run.Code = e.str("value"), true
	default:
		run.Text, run.Code = "["+orUnknown(e.str("type"))+"]", true
	}
	return run
}

func orUnknown(kind string) string {
	if kind == "" {
		return "no type"
	}
	return kind
}

// emojis turns the names of a text into their pictures, as Slack does.
func emojis(text string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, ':')
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start+1:], ':')
		if end < 0 {
			break
		}
		name := text[start+1 : start+1+end]
		b.WriteString(text[:start])
		if picture := emoji(name); picture != ":"+name+":" {
			b.WriteString(picture)
			text = text[start+end+2:]
			continue
		}
		b.WriteByte(':')
		text = text[start+1:]
	}
	return b.String() + text
}

// emoji is the picture of a name, or the name between colons where this
// package has none for it.
func emoji(name string) string {
	switch name {
	case "scales":
		return "⚖️"
	case "warning":
		return "⚠️"
	case "white_check_mark":
		return "✅"
	case "heavy_check_mark":
		return "✔️"
	case "x":
		return "❌"
	case "newspaper":
		return "📰"
	case "rolled_up_newspaper":
		return "🗞️"
	case "mag":
		return "🔍"
	case "arrows_counterclockwise":
		return "🔄"
	case "repeat":
		return "🔁"
	case "bell":
		return "🔔"
	case "mute", "no_bell":
		return "🔕"
	case "link":
		return "🔗"
	case "new":
		return "🆕"
	case "handshake":
		return "🤝"
	case "speech_balloon":
		return "💬"
	case "bust_in_silhouette":
		return "👤"
	case "clock1", "clock3":
		return "🕒"
	case "information_source":
		return "ℹ️"
	default:
		return ":" + name + ":"
	}
}
