package web

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxDelay is how much of a Crawl-delay is honoured between two pages: ten
// pages of a feed would otherwise take all the time of a run.
const maxDelay = 5 * time.Second

// rules are what a robots.txt says to one robot.
type rules struct {
	list  []rule
	delay time.Duration // between two requests; 0: not said
}

type rule struct {
	pattern string
	allow   bool
}

// parseRules reads a robots.txt as RFC 9309 has it: the groups that name the
// robot, all together, else those for every robot. A line that makes no sense
// is passed over. Only the rules of the two are kept, so that a hostile file
// takes no more memory than a few times its size.
func parseRules(file []byte, robot string) rules {
	var own, all rules
	var isOwn, isAll, named, inRules bool
	for line := range bytes.Lines(bytes.ReplaceAll(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")), []byte("\r"), []byte("\n"))) {
		key, value := field(string(line))
		if key == "user-agent" {
			if inRules {
				isOwn, isAll, inRules = false, false, false
			}
			isAll = isAll || value == "*"
			isOwn = isOwn || strings.EqualFold(product(value), robot)
			named = named || isOwn
			continue
		}
		if key == "allow" || key == "disallow" || key == "crawl-delay" {
			inRules = true
		}
		if isOwn {
			own.add(key, value)
		}
		if isAll {
			all.add(key, value)
		}
	}
	if named {
		return own
	}
	return all
}

func (r *rules) add(key, value string) {
	switch key {
	case "allow", "disallow":
		if value != "" {
			r.list = append(r.list, rule{pattern: normalise(value), allow: key == "allow"})
		}
	case "crawl-delay":
		if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
			r.delay = time.Duration(min(s, maxDelay.Seconds()) * float64(time.Second))
		}
	}
}

// field reads "Key: value # comment".
func field(line string) (key, value string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, _ = strings.Cut(line, ":")
	return strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// product is the name in "name/1.0".
func product(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '_' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
	if end < 0 {
		return agent
	}
	return agent[:end]
}

// allows tells whether a path with its query may be read: the longest pattern
// that matches decides, of equals the one that allows.
func (r rules) allows(path string) bool {
	path = normalise(path)
	length, allow := -1, true
	for _, rule := range r.list {
		n := len(rule.pattern)
		if n < length || n == length && !rule.allow || !matches(rule.pattern, path) {
			continue
		}
		length, allow = n, rule.allow
	}
	return allow
}

// matches tells whether a pattern fits the beginning of a path; * stands for
// anything, $ at the end for the end. One pass: each part between stars is
// looked for behind the one before.
func matches(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, fits := strings.CutPrefix(path, parts[0])
	if !fits {
		return false
	}
	if len(parts) == 1 {
		return !whole || rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(rest, part)
		if !found {
			return false
		}
		rest = after
	}
	if whole {
		return strings.HasSuffix(rest, parts[last])
	}
	return strings.Contains(rest, parts[last])
}

// normalise puts the two ways of writing one character into one: %7E and ~,
// %c3 and %C3, ü and %C3%BC.
func normalise(s string) string {
	const hex = "0123456789ABCDEF"
	if !strings.ContainsRune(s, '%') && isASCII(s) {
		return strings.Clone(s) // of a line: the file is not to be kept
	}
	out := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); i++ {
		b := s[i]
		escaped := false
		if b == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b, escaped = byte(n), true
				i += 2
			}
		}
		if b >= 0x80 || b == '%' || escaped && !unreserved(b) { // a bare % too: it must not make an escape of what follows
			out = append(out, '%', hex[b>>4], hex[b&15])
			continue
		}
		out = append(out, b)
	}
	return string(slices.Clip(out))
}

func unreserved(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-._~", b) >= 0
}
