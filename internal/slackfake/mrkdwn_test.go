package slackfake

import (
	"fmt"
	"strings"
	"testing"
)

// show writes paragraphs in a short form: > and ``` as in mrkdwn, each run
// with its styles before it.
func show(paragraphs []paragraph) string {
	var out []string
	for _, p := range paragraphs {
		var b strings.Builder
		switch {
		case p.Quote:
			b.WriteString("> ")
		case p.Pre:
			b.WriteString("``` ")
		}
		for _, r := range p.Runs {
			for _, s := range []struct {
				on   bool
				mark string
			}{{r.Bold, "b"}, {r.Italic, "i"}, {r.Strike, "s"}, {r.Code, "c"}, {r.Mention, "m"}} {
				if s.on {
					b.WriteString(s.mark)
				}
			}
			fmt.Fprintf(&b, "(%s)", r.Text)
			if r.Href != "" {
				fmt.Fprintf(&b, "=%s", r.Href)
			}
		}
		out = append(out, b.String())
	}
	return strings.Join(out, " | ")
}

func TestMrkdwn(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"plain", "(plain)"},
		{"*bold* _it_ ~no~ `code`", "b(bold)( )i(it)( )s(no)( )c(code)"},
		{"*_both_*", "bi(both)"},
		{"snake_case_name 2*3*4", "(snake_case_name 2*3*4)"},
		{"* not bold * and *open", "(* not bold * and *open)"},
		{"**", "(**)"},
		{"`*code*`", "c(*code*)"},
		{"(*bold*), *ünï*.", "(()b(bold)(), )b(ünï)(.)"},
		{"<https://a.example/x?a=1&amp;b=2|a *label*>", "(a *label*)=https://a.example/x?a=1&b=2"},
		{"<https://a.example>", "(https://a.example)=https://a.example"},
		{"*<https://a.example|x>*", "b(x)=https://a.example"},
		{"<javascript:alert(1)|x>", "(x)"},
		{"<!here> <!channel|channel> <@U1> <#C1|news>", "m(@here)( )m(@channel)( )m(@U1)( )m(#news)"},
		{"<!date^1^{date}|Tue 08:00>", "(Tue 08:00)"},
		{"&lt;b&gt; &amp;amp; &quot;", "(<b> &amp; &quot;)"},
		{"a < b", "(a < b)"},
		{"> quoted\n> more\nnot", "> (quoted)(\n)(more) | (not)"},
		{"&gt; quoted", "> (quoted)"},
		{"a\nb", "(a)(\n)(b)"},
		{"a ```\n*x* &lt;\n```\nb", "(a ) | ``` (*x* <) | (b)"},
		{"```x``` b", "``` (x) | (b)"},
		{":warning: 10:30:45 :nope:", "(⚠️ 10:30:45 :nope:)"},
	} {
		if got := show(mrkdwn(tt.text)); got != tt.want {
			t.Errorf("mrkdwn(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}
