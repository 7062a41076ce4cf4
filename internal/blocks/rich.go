package blocks

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"counterpoint/internal/news"
	"counterpoint/internal/wording"
)

// runs are the elements of one line of rich text. Methods return a longer line
// and leave theirs as it is.
type runs []slack.RichTextSectionElement

// own appends words of this package.
func (r runs) own(text string) runs { return r.add(text, nil) }

// note appends words of this package in italics.
func (r runs) note(text string) runs {
	return r.add(text, &slack.RichTextSectionTextStyle{Italic: true})
}

// strong appends words of this package in bold.
func (r runs) strong(text string) runs {
	return r.add(text, &slack.RichTextSectionTextStyle{Bold: true})
}

// said appends what a feed or an article wrote.
func (r runs) said(text string, limit int) runs {
	return r.add(oneLine(text, limit), nil)
}

// bold appends what a feed or an article wrote, in bold.
func (r runs) bold(text string, limit int) runs {
	return r.add(oneLine(text, limit), &slack.RichTextSectionTextStyle{Bold: true})
}

// italic appends what a feed or an article wrote, in italics.
func (r runs) italic(text string, limit int) runs {
	return r.add(oneLine(text, limit), &slack.RichTextSectionTextStyle{Italic: true})
}

// link appends a label that leads to an address, or the label alone where the
// address is none to be followed or longer than longest.
func (r runs) link(address, label string, longest int) runs {
	label = oneLine(label, outletLimit)
	to := wording.Link(address)
	if to == "" || label == "" || utf8.RuneCountInString(to) > longest {
		return r.add(label, nil)
	}
	return append(slices.Clip(r), slack.NewRichTextSectionLinkElement(to, label, nil))
}

func (r runs) add(text string, style *slack.RichTextSectionTextStyle) runs {
	if text == "" {
		return r
	}
	return append(slices.Clip(r), slack.NewRichTextSectionTextElement(text, style))
}

// weight is what a line adds to the size of its message. Addresses count:
// whether Slack counts them is not known.
func (r runs) weight() int {
	text, links := r.sizes()
	return text + links
}

// sizes are the code points that a reader sees, and those of the addresses.
func (r runs) sizes() (text, links int) {
	for _, e := range r {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			text += utf8.RuneCountInString(e.Text)
		case *slack.RichTextSectionLinkElement:
			text += utf8.RuneCountInString(e.Text)
			links += utf8.RuneCountInString(e.URL)
		}
	}
	return text, links
}

// row is one line of a block. Level 0 is a paragraph, 1 an item of a list, 2
// an item below an item. again stands ahead of the row where it begins a
// block, so that what it belongs to can be told.
type row struct {
	level int
	runs  runs
	again runs
}

// richText makes one block of rows.
func richText(rows []row) slack.Block {
	var elements []slack.RichTextElement
	var paragraph runs
	flush := func() {
		if len(paragraph) > 0 {
			elements = append(elements, slack.NewRichTextSection(paragraph...))
			paragraph = nil
		}
	}
	var list *slack.RichTextList
	for _, r := range rows {
		if r.level == 0 {
			if len(paragraph) > 0 {
				paragraph = paragraph.own("\n")
			}
			paragraph, list = append(paragraph, r.runs...), nil
			continue
		}
		flush()
		if list == nil || list.Indent != r.level-1 {
			list = slack.NewRichTextList(slack.RTEListBullet, r.level-1)
			elements = append(elements, list)
		}
		list.Elements = append(list.Elements, slack.NewRichTextSection(r.runs...))
	}
	flush()
	return slack.NewRichTextBlock("", elements...)
}

// plain is a text that Slack shows as it stands: no markup, no emoji codes.
func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// oneLine makes one line of at most limit code points of a foreign text.
func oneLine(text string, limit int) string {
	return wording.Shorten(wording.Clean(text), limit)
}

// or is the first text that is not empty once it is cleaned.
func or(text, instead string) string {
	if wording.Clean(text) == "" {
		return instead
	}
	return text
}

// evidenceLink leads to a story on the evidence page; empty without a page.
func evidenceLink(b news.Brief, opts Options) string {
	if opts.Evidence == "" {
		return ""
	}
	return wording.Link(opts.Evidence + "#" + wording.Anchor(b.ID))
}

// How long the parts of a story may get, in code points. A sentence of a
// newspaper seldom has more than 250.
const (
	headlineLimit  = 200
	questionLimit  = 300
	answerLimit    = 200
	holderLimit    = 120
	noteLimit      = 300
	quoteLimit     = 300
	statementLimit = 600
	outletLimit    = 200
	linkLimit      = 3000 // what Slack documents for a button's url
)
