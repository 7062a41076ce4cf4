package blocks

import (
	"strconv"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// What the message in the channel holds. A minute is some 250 words to read
// closely and twice as many to run over, as one does with a digest.
const (
	minute       = 2200 // code points that a reader sees in whole stories
	alsoStories  = 8    // further stories by their headlines
	channelSpare = 3200 // size kept for all that is not a whole story
)

// channel makes the message in the channel. It tells as many stories, from the
// first, as a minute has room for; of the others it has headlines.
func channel(d news.Digest, opts Options) Message {
	bs := []slack.Block{slack.NewHeaderBlock(plain(heading(d, opts)))}
	texts := []string{heading(d, opts) + ". " + scope(d) + "."}
	if d.Coverage.Dead() {
		line := "None of " + wording.Count(d.Coverage.Feeds, "feed") + " could be read. What follows had been read before."
		bs, texts = append(bs, richText([]row{{runs: warning(line)}})), append(texts, line)
	}
	var tells []Telling
	seen, size := 0, 0
	for i, b := range d.Stories {
		l := newLead(d, i)
		rows := l.rows("News "+wording.Since(b.Since, d, opts.Zone), opts)
		text, links := 0, 0
		for _, r := range rows {
			t, to := r.runs.sizes()
			text, links = text+t+1, links+to
		}
		more := append([]slack.Block{slack.NewDividerBlock(), richText(rows)}, buttons(b, i, opts)...)
		fits := seen+text <= minute && size+text+links <= maxCharacter-channelSpare && len(bs)+len(more) <= maxBlocks-3
		if i > 0 && !fits {
			break
		}
		tells = append(tells, Telling{Story: b.ID, Block: len(bs) + 1})
		bs, seen, size = append(bs, more...), seen+text, size+text+links
		texts = append(texts, l.spoken())
	}
	if rest := d.Stories[len(tells):]; len(rest) > 0 {
		bs = append(bs, slack.NewDividerBlock(), richText(alsoRows(rest, len(tells))))
		texts = append(texts, "More in the thread: "+wording.Count(len(rest), "story")+".")
		for i, b := range rest {
			texts = append(texts, numbered(len(tells)+i)+named(b))
		}
	}
	if line := wording.Unchanged(d, alsoStories, 80); line != "" {
		bs = append(bs, slack.NewContextBlock("", plain(line)))
	}
	last := footer(d, opts)
	bs = append(bs, slack.NewContextBlock("", plain(last)))
	return Message{Text: fallback(texts, "story", last), Blocks: bs, Tells: tells}
}

// heading names the digest and its day.
func heading(d news.Digest, opts Options) string {
	const limit = 150 // of a header
	date := wording.Date(d, opts.Zone)
	title := or(d.Title, "Counterpoint")
	if date == "" {
		return oneLine(title, limit)
	}
	return oneLine(title, limit-3-utf8.RuneCountInString(date)) + " · " + date
}

// scope sizes a digest.
func scope(d news.Digest) string {
	disputes := 0
	for _, b := range d.Stories {
		disputes += len(b.Disputed)
	}
	text := wording.Count(len(d.Stories), "story")
	if disputes > 0 {
		text += ", " + wording.Count(disputes, "dispute")
	}
	return text
}

// alsoRows are the stories that the minute has no room for, by headline; before
// is how many it had room for.
func alsoRows(rest []news.Brief, before int) []row {
	rows := []row{{runs: runs(nil).strong("More in the thread").note(" · " + wording.Count(len(rest), "story"))}}
	for i, b := range rest {
		if i == alsoStories && i < len(rest)-1 { // in place of one, it stands itself
			rows = append(rows, row{runs: runs(nil).note("and " + wording.Count(len(rest)-i, "further story") + ", in the thread too")})
			break
		}
		r := runs(nil).own(numbered(before+i)).said(or(b.Headline, noHeadline), 120).note(" · " + size(b))
		if n := len(b.Disputed); n > 0 {
			r = r.note(" · ⚖ " + wording.Count(n, "dispute"))
		}
		rows = append(rows, row{level: 1, runs: r})
	}
	return rows
}

const noHeadline = "(no headline)"

// size says how much a story rests on: its origins first, for ten copies of a
// wire report are one voice. Where each article is one, that is said once.
func size(b news.Brief) string {
	switch {
	case b.Counts.Articles <= 1:
		return "1 article"
	case b.Counts.Articles == b.Counts.Origins:
		return wording.Count(b.Counts.Origins, "origin")
	}
	return wording.Count(b.Counts.Origins, "origin") + ", " + wording.Count(b.Counts.Articles, "article")
}

// buttons are the actions on a story. A story without an ID that fits into a
// button's value has none, for a cut ID would act on nothing.
func buttons(b news.Brief, i int, opts Options) []slack.Block {
	if !opts.Buttons || b.ID == "" || utf8.RuneCountInString(b.ID) > 2000 {
		return nil
	}
	button := func(action, label string) slack.BlockElement {
		e := slack.NewButtonBlockElement(action, b.ID, plain(label))
		e.AccessibilityLabel = oneLine(label+": "+or(b.Headline, noHeadline), 75)
		return e
	}
	return []slack.Block{slack.NewActionBlock("story-"+strconv.Itoa(i+1)+"-actions",
		button(ActionWhy, "Why grouped"),
		button(ActionMute, "Mute"),
		button(ActionHelpful, "Helpful"),
		button(ActionNotHelpful, "Not helpful"),
	)}
}
