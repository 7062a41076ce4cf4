package command

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"counterpoint/internal/schedule"
	"counterpoint/internal/wording"
)

// Verb is what a command asks for.
type Verb string

// The verbs. Last, the empty one, is what the last digest told.
const (
	Last     Verb = ""
	Now      Verb = "now"
	Why      Verb = "why"
	Sources  Verb = "sources"
	Disputes Verb = "disputes"
	Since    Verb = "since"
	Add      Verb = "add"
	Remove   Verb = "remove"
	List     Verb = "list"
	Mute     Verb = "mute"
	Unmute   Verb = "unmute"
	Schedule Verb = "schedule"
	Pause    Verb = "pause"
	Resume   Verb = "resume"
	Status   Verb = "status"
	Help     Verb = "help"
)

// Command is what somebody typed after /digest.
type Command struct {
	Verb Verb
	N    int               // Why, Sources, Disputes: the story, from 1; Remove: the feed, as List counts it
	Text string            // Now, Mute, Unmute: the words; Add, Remove: the feed's address or name
	Span time.Duration     // Since: whole minutes
	When schedule.Schedule // Schedule; Zone is nil where none was given
}

// forms are the right forms of the verbs; Last is typed without any.
var forms = map[Verb]string{
	Now:      "/digest now, or with words: /digest now ferry strike",
	Why:      "/digest why 2",
	Sources:  "/digest sources 2",
	Disputes: "/digest disputes 2",
	Since:    "/digest since 6h",
	Add:      "/digest add https://example.org/rss",
	Remove:   "/digest remove https://example.org/rss, or the number that /digest list shows",
	Mute:     "/digest mute football",
	Unmute:   "/digest unmute football",
	Schedule: "/digest schedule weekdays 08:30 Europe/London, or several times: /digest schedule mon,thu 08:30 17:00 Europe/London",
	List:     "/digest list",
	Pause:    "/digest pause",
	Resume:   "/digest resume",
	Status:   "/digest status",
	Help:     "/digest help",
}

// wrong is what somebody typed in another form than the right one. Its text is
// for them.
type wrong struct {
	what string
	verb Verb
}

func (w wrong) Error() string {
	if form := forms[w.verb]; form != "" {
		return w.what + ". Write " + form
	}
	return w.what + ". /digest help shows what I understand"
}

const (
	maxText    = 2000 // bytes of a command
	maxWords   = 150  // bytes, as in a configuration
	maxStory   = 50
	minSpan    = 15 * time.Minute
	maxSpan    = 14 * 24 * time.Hour // as long as articles are kept
	maxAddress = 1024
)

// Parse reads what was typed after /digest, as Slack sends it. The error is a
// sentence that shows the right form.
func Parse(text string) (Command, error) {
	if len(text) > maxText {
		return Command{}, wrong{"This is longer than any command", Last}
	}
	first, rest, _ := strings.Cut(plain(text), " ")
	verb := Verb(strings.ToLower(trimQuotes(first)))
	rest = trimQuotes(rest)
	c := Command{Verb: verb}
	switch verb {
	case Last, List, Pause, Resume, Status, Help:
		if rest != "" {
			return Command{}, wrong{fmt.Sprintf("“%s” takes nothing after it", verb), verb}
		}
		return c, nil
	case Why, Sources, Disputes:
		return c.story(rest)
	case Since:
		return c.since(rest)
	case Add, Remove:
		return c.feed(rest)
	case Mute:
		if names.MatchString(text) {
			return Command{}, wrong{"/digest mute takes words of the news, and no channel, user or group", Mute}
		}
		return c.words(rest)
	case Now, Unmute:
		return c.words(rest)
	case Schedule:
		return c.schedule(rest)
	}
	return Command{}, wrong{fmt.Sprintf("I do not know “%s”", wording.Shorten(first, 40)), Last}
}

// String is the command as Slack would send it.
func (c Command) String() string {
	words := []string{string(c.Verb)}
	switch {
	case c.N > 0:
		words = append(words, strconv.Itoa(c.N))
	case c.Text != "":
		words = append(words, wording.Escape(c.Text))
	case c.Span > 0:
		words = append(words, strconv.Itoa(int(c.Span/time.Minute))+"m")
	case c.Verb == Schedule:
		words = append(words, c.When.String())
	}
	return strings.Join(words, " ")
}

// story reads the number of a story: "2", "#2", "2.".
func (c Command) story(s string) (Command, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(s, "#"), "."))
	if err != nil || n < 1 || n > maxStory {
		return Command{}, wrong{fmt.Sprintf("/digest %s needs the number of a story of the last digest", c.Verb), c.Verb}
	}
	c.N = n
	return c, nil
}

var spanForm = regexp.MustCompile(`^([0-9]{1,5}) ?(m|min|minutes?|h|hours?|d|days?)$`)

func (c Command) since(s string) (Command, error) {
	m := spanForm.FindStringSubmatch(strings.ToLower(s))
	if m != nil {
		n, _ := strconv.Atoi(m[1]) // the form has digits alone
		c.Span = time.Duration(n) * map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[m[2][0]]
	}
	if c.Span < minSpan || c.Span > maxSpan {
		return Command{}, wrong{"/digest since needs a span from 15m to 14d", Since}
	}
	return c, nil
}

var severalNumbers = regexp.MustCompile(`^#?[0-9]+([ ,]+(and )?#?[0-9]+)+$`)

func (c Command) feed(s string) (Command, error) {
	if n, err := strconv.Atoi(strings.TrimPrefix(s, "#")); err == nil && c.Verb == Remove && n > 0 {
		c.N = n
		return c, nil
	}
	if s == "" || len(s) > maxAddress || c.Verb == Add && strings.Contains(s, " ") || c.Verb == Remove && severalNumbers.MatchString(s) {
		return Command{}, wrong{fmt.Sprintf("/digest %s needs one feed", c.Verb), c.Verb}
	}
	c.Text = s
	return c, nil
}

func (c Command) words(s string) (Command, error) {
	switch {
	case s == "" && c.Verb != Now:
		return Command{}, wrong{fmt.Sprintf("/digest %s needs a word or a few", c.Verb), c.Verb}
	case len(s) > maxWords:
		return Command{}, wrong{fmt.Sprintf("/digest %s takes a few words, not as many", c.Verb), c.Verb}
	}
	c.Text = s
	return c, nil
}

// schedule reads days, times and a zone, each where it stands out by its form.
func (c Command) schedule(s string) (Command, error) {
	var days []string
	for word := range strings.FieldsSeq(s) {
		word = strings.Trim(word, ",;")
		if clock, err := schedule.ParseClock(word); err == nil {
			c.When.Times = append(c.When.Times, clock)
		} else if _, err := schedule.ParseDays(word); err == nil {
			days = append(days, word)
		} else if zone, err := schedule.ParseZone(word); err == nil && c.When.Zone == nil {
			c.When.Zone = zone
		} else if !slices.Contains([]string{"at", "and", ""}, strings.ToLower(word)) {
			return Command{}, wrong{fmt.Sprintf("“%s” is no day, no time such as 08:30, and no zone such as Europe/London", wording.Shorten(word, 40)), Schedule}
		}
	}
	var err error
	if len(days) > 0 {
		if c.When.Days, err = schedule.ParseDays(strings.Join(days, ",")); err != nil {
			return Command{}, wrong{"Name days as weekdays, weekends or daily, or one by one", Schedule}
		}
	}
	if len(c.When.Times) == 0 {
		return Command{}, wrong{"/digest schedule needs a time", Schedule}
	}
	c.When.Normalize()
	return c, nil
}

// slackForm is a link, a mention or a channel as Slack writes it.
var slackForm = regexp.MustCompile(`<([^<>|\s]+)(?:\|([^<>|]*))?>`)

// names is a mention, a channel or a group as Slack writes it.
var names = regexp.MustCompile(`<[#@!]`)

// plain is what somebody typed, on one line: Slack's forms of links and
// mentions undone, each once, and spaces made single.
func plain(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range slackForm.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(unescape(text[at:m[0]]))
		label := ""
		if m[4] >= 0 {
			label = text[m[4]:m[5]]
		}
		b.WriteString(unescape(meant(text[m[0]:m[1]], text[m[2]:m[3]], label)))
		at = m[1]
	}
	b.WriteString(unescape(text[at:]))
	return strings.TrimSpace(wording.Clean(strings.ToValidUTF8(b.String(), string(utf8.RuneError))))
}

// meant is what a reader meant by one of Slack's forms.
func meant(whole, target, label string) string {
	lower := strings.ToLower(target)
	switch {
	case strings.HasPrefix(lower, "http://"), strings.HasPrefix(lower, "https://"), strings.HasPrefix(lower, "feed:"):
		return target
	case strings.HasPrefix(lower, "mailto:"):
		return target[len("mailto:"):]
	case strings.ContainsAny(target[:1], "#@!"):
		if label != "" {
			return strings.TrimLeft(label, "#@")
		}
		return target[1:]
	}
	return whole
}

var unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

func unescape(s string) string { return unescaper.Replace(s) }

// trimQuotes takes off the quotation marks, of any kind, and the spaces that
// stand around something.
func trimQuotes(s string) string { return strings.Trim(s, " \"'`“”„‟‘’‚‛«»‹›") }
