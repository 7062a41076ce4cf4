package news

// Evidence is a passage of an article's kept text. Quote is exactly
// Article.Text()[Start:End], in bytes.
type Evidence struct {
	Article string `json:"article"`
	Quote   string `json:"quote"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

// Author tells who worded a printed sentence.
type Author string

// The authors of printed sentences.
const (
	ByEngine Author = "engine"
	ByModel  Author = "model"
)

// Statement is a printed sentence with the passages that it rests on.
// Origins is the number of independent voices that state it.
type Statement struct {
	Text    string     `json:"text"`
	By      Author     `json:"by"`
	Origins int        `json:"origins,omitempty"`
	Support []Evidence `json:"support"`
}

// Kind is what a dispute is about.
type Kind string

// The kinds of dispute.
const (
	Quantity    Kind = "quantity"
	Polarity    Kind = "polarity"
	Time        Kind = "time"
	Place       Kind = "place"
	Attribution Kind = "attribution"
	Identity    Kind = "identity"
	Cause       Kind = "cause"
)

// Dispute is one question and the answers that do not go together.
type Dispute struct {
	Question  string     `json:"question"`
	Kind      Kind       `json:"kind"`
	By        Author     `json:"by"`
	Note      string     `json:"note,omitempty"`
	Positions []Position `json:"positions"`
}

// Position is one answer to the question of a dispute.
type Position struct {
	Answer   string     `json:"answer"`
	Holder   string     `json:"holder,omitempty"` // who says so, where it is not the outlet itself
	Origins  int        `json:"origins"`
	Evidence []Evidence `json:"evidence"`
}

// Update is a statement that a later one has overtaken.
type Update struct {
	Question string `json:"question"`
	By       Author `json:"by"`
	Earlier  Said   `json:"earlier"`
	Later    Said   `json:"later"`
}

// Said is one side of an Update.
type Said struct {
	Text     string     `json:"text"`
	Evidence []Evidence `json:"evidence"`
}

// Findings is what comparing the claims of one story yields. Agreed is in
// order of how much a reader needs it.
type Findings struct {
	Agreed     []Statement `json:"agreed"`
	Disputed   []Dispute   `json:"disputed"`
	Differ     []Dispute   `json:"differ"` // reports differ, too weakly bound to be called a dispute
	Superseded []Update    `json:"superseded"`
	OneSource  []Statement `json:"one_source"`
}
