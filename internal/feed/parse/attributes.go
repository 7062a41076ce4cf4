package parse

import "strings"

type attr struct{ name, value string }

// attributes reads those of a tag, at most 64, quoted or not, their names in
// lower case.
func attributes(tag string) []attr {
	i := strings.IndexAny(tag, " \t\n\r")
	if i < 0 {
		return nil
	}
	var all []attr
	rest := strings.TrimSuffix(strings.TrimSuffix(tag[i:], ">"), "/")
	for len(all) < 64 {
		rest = strings.TrimLeft(rest, " \t\n\r/,;\"'")
		i := strings.IndexAny(rest, "= \t\n\r")
		if i < 0 {
			break
		}
		name := strings.ToLower(rest[:i])
		rest = strings.TrimLeft(rest[i:], " \t\n\r")
		if !strings.HasPrefix(rest, "=") {
			continue
		}
		var value string
		value, rest = attrValue(strings.TrimLeft(rest[1:], " \t\n\r"))
		all = append(all, attr{name, unescape(value)})
	}
	return all
}

func attrValue(s string) (value, rest string) {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if i := strings.IndexByte(s[1:], s[0]); i >= 0 {
			return s[1 : 1+i], s[2+i:]
		}
		s = s[1:]
	}
	if i := strings.IndexAny(s, " \t\n\r"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// attribute is the first of a name in a tag; empty where it has none.
func attribute(tag, name string) string {
	for _, a := range attributes(tag) {
		if a.name == name {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}
