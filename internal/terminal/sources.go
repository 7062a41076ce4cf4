package terminal

import (
	"strconv"
	"strings"
	"time"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// sources prints the articles of a story, copies below what they repeat, and
// why the articles are together.
func (t told) sources() {
	sources := t.index.Sources()
	if len(sources) == 0 {
		return
	}
	t.head("SOURCES", bold, "")
	t.listed(2, sources)
	if because := sentence(strings.Join(t.brief.Because, "; "), ""); because != "" && t.brief.Counts.Articles > 1 {
		t.flow(2, 2, faint, "together because "+because)
	}
}

// listed prints one row an article. Where the titles would be squeezed, the
// hosts make room for them and stand below the outlets.
func (t told) listed(indent int, sources []wording.Source) {
	const narrowTitle = 32
	var numbers, outlets, clocks, hosts []string
	for _, s := range sources {
		numbers = append(numbers, "["+strconv.Itoa(s.Number)+"]")
		outlets = append(outlets, wording.Shorten(wording.Outlet(s.Article), 60))
		clocks = append(clocks, t.clock(s.Article.Published))
		hosts = append(hosts, wording.Host(s.Article.URL))
	}
	number, outlet := widestOf(numbers, 3, 6), widestOf(outlets, 4, 20)
	clock, host := widestOf(clocks, 0, 13), widestOf(hosts, 0, 24)
	heading := t.width - indent - number - outlet - clock - host - 4*gap
	below := heading < narrowTitle
	if below {
		outlet = max(outlet, host)
		heading = t.width - indent - number - outlet - clock - 3*gap
	}
	for i, s := range sources {
		cells := []cell{
			{text: numbers[i], width: number, right: true},
			{text: outlets[i], width: outlet},
			{text: articleTitle(s.Article), width: heading},
			{text: clocks[i], width: clock, right: true, style: faint},
		}
		if below {
			cells[1].text += " " + lineBreak + " " + hosts[i]
		} else {
			cells = append(cells, cell{text: hosts[i], width: host, style: faint})
		}
		t.row(indent, cells...)
		if copies := copied(s.Copies); copies != "" {
			t.flow(indent+number+gap, 2, faint, copies)
		}
	}
}

// articleTitle is an article's title, and whether only a part of it was readable.
func articleTitle(a news.BriefArticle) string {
	text := wording.Shorten(sentence(a.Title, "(no title)"), 160)
	if a.Partial {
		text += " (partial text)"
	}
	return text
}

// copied names who else carried an article.
func copied(copies []wording.Source) string {
	var names []string
	for _, c := range copies {
		names = append(names, wording.Shorten(wording.Outlet(c.Article), 60)+stick+"["+strconv.Itoa(c.Number)+"]")
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "also carried by " + names[0] + " (a copy)"
	}
	return "also carried by " + wording.List(names) + " (copies)"
}

// clock is when an article was published: without the date on the digest's
// own day.
func (t told) clock(published *time.Time) string {
	if published == nil || published.IsZero() {
		return ""
	}
	local := published.In(t.zone)
	if local.Format("Monday 2 January 2006") == t.day {
		return local.Format("15:04")
	}
	return local.Format("2 Jan 15:04")
}

// ending prints what the digest was made from, and what is not in it.
func (p *page) ending(d news.Digest) {
	c := d.Coverage
	p.blank()
	p.line(p.styled(faint, strings.Repeat("─", p.width)))
	p.flow(0, 2, normal, "left out: "+leftOut(c.LeftOut))
	for _, f := range c.FeedsFailed {
		text := "⚠ could not read " + wording.Shorten(sentence(f.Feed, "a feed"), 120)
		if reason := sentence(f.Reason, ""); reason != "" {
			text += ": " + reason
		}
		p.flow(0, 2, yellow, text)
	}
	for _, f := range c.FeedsMended {
		p.flow(0, 2, normal, "mended "+wording.Shorten(sentence(f.Feed, "a feed"), 120)+": "+sentence(f.Reason, "it was broken"))
	}
	parts := []string{"copies folded: " + strconv.Itoa(c.Copies)}
	for _, n := range []struct {
		label string
		n     int
	}{{"stale", c.Stale}, {"muted", c.Muted}, {"feeds", c.Feeds}, {"unchanged", c.NotModified}, {"failed", len(c.FeedsFailed)}} {
		if n.n > 0 {
			parts = append(parts, n.label+": "+strconv.Itoa(n.n))
		}
	}
	p.flow(0, 2, normal, strings.Join(parts, " · "))
	parts = []string{"engine: " + engine(d.Engine), "times: " + wording.ZoneName(p.zone, wording.At(d))}
	if next := wording.Next(d, p.zone); next != "" {
		parts = append(parts, "next digest: "+next)
	}
	p.flow(0, 2, normal, strings.Join(parts, " · "))
	if p.model {
		p.flow(0, 2, faint, "~ worded by a model, checked against the passages it cites")
	}
}

// leftOut counts what is in no story, with the reasons and which.
func leftOut(left []news.LeftOut) string {
	if len(left) == 0 {
		return "0"
	}
	const most = 5
	var parts []string
	for _, r := range wording.Reasons(left) {
		reason := wording.Shorten(r.Text, 100)
		if reason == "" {
			reason = "no reason given"
		}
		part := strconv.Itoa(len(r.IDs)) + " " + reason
		if len(r.IDs) <= most { // many are a count: nobody looks them up by name
			var ids []string
			for _, id := range r.IDs {
				ids = append(ids, wording.Shorten(id, 40))
			}
			part += " (" + strings.Join(ids, ", ") + ")"
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, " · ")
	if len(parts) > 1 {
		text = strconv.Itoa(len(left)) + " — " + text
	}
	return text
}

func engine(e news.Engine) string {
	name := wording.Shorten(sentence(e.Name, "unknown"), 60)
	if note := sentence(e.Note, ""); note != "" {
		name += " (" + note + ")"
	}
	return name
}
