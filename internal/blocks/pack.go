package blocks

import (
	"github.com/slack-go/slack"
)

// The size of messages. Slack takes 50 blocks; the rest is reserve.
const (
	maxBlocks    = 45
	maxCharacter = 9000
	blockWeight  = 2500 // beyond it a list goes on in another block
)

// unit is a block and what it adds to the size of its message.
type unit struct {
	block  slack.Block
	weight int
}

// group is a heading with the rows below it. It goes into one block where it
// fits; where it goes on in another, the heading is repeated.
type group struct {
	head runs
	rows []row
}

// units makes the blocks of a group.
func (g group) units() []unit {
	var out []unit
	rows := []row{{runs: g.head}}
	weight := g.head.weight()
	room := func(r row) bool { return len(rows) == 1 || weight+r.runs.weight() <= blockWeight }
	for _, r := range g.rows {
		if len(r.runs) == 0 {
			continue
		}
		if !room(r) {
			out = append(out, unit{richText(rows), weight})
			head := append(runs(nil), g.head...).note(" (continued)")
			rows, weight = []row{{runs: head}}, head.weight()
			if len(r.again) > 0 {
				rows = append(rows, row{level: 1, runs: r.again})
				weight += r.again.weight()
			}
		}
		rows = append(rows, r)
		weight += r.runs.weight() + 1
	}
	return append(out, unit{richText(rows), weight})
}

// chapter is what the thread tells of one story, or of the coverage.
type chapter struct {
	units []unit
	again runs    // stands where the chapter goes on in another message
	text  string  // for the fallback, unescaped
	name  string  // for the fallback where it goes on, unescaped
	tells *string // the ID of the story that its first unit tells; nil: none
}

// thread packs chapters into replies to the first message. A chapter begins
// in a new message where it does not fit into what is left of the last.
func thread(chapters []chapter) []Message {
	p := packer{}
	for _, c := range chapters {
		blocks, weight := len(c.units), 0
		for _, u := range c.units {
			weight += u.weight
		}
		if !p.fits(blocks+1, weight) {
			p.flush()
		}
		if len(p.blocks) > 0 {
			p.add(unit{block: slack.NewDividerBlock()})
		}
		p.texts = append(p.texts, c.text)
		if c.tells != nil {
			p.tells = append(p.tells, Telling{*c.tells, len(p.blocks)})
		}
		for _, u := range c.units {
			if !p.fits(1, u.weight) {
				p.flush()
				p.texts = append(p.texts, c.name+" (continued).")
				p.add(unit{richText([]row{{runs: c.again}}), c.again.weight()})
			}
			p.add(u)
		}
	}
	p.flush()
	return p.done
}

// packer fills one message after the other.
type packer struct {
	done   []Message
	blocks []slack.Block
	texts  []string
	tells  []Telling
	weight int
}

func (p *packer) fits(blocks, weight int) bool {
	return len(p.blocks)+blocks <= maxBlocks && p.weight+weight <= maxCharacter
}

func (p *packer) add(u unit) {
	p.blocks = append(p.blocks, u.block)
	p.weight += u.weight
}

func (p *packer) flush() {
	if len(p.blocks) == 0 {
		return
	}
	channel := 0
	p.done = append(p.done, Message{Text: fallback(p.texts, "part", ""), Blocks: p.blocks, ReplyTo: &channel, Tells: p.tells})
	p.blocks, p.texts, p.tells, p.weight = nil, nil, nil, 0
}
