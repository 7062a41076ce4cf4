package cluster

import (
	"slices"
	"strconv"
	"strings"

	"counterpoint/internal/news"
)

// ancestry is what the texts say about who wrote them.
type ancestry struct {
	copyOf []int32 // the article that each repeats, or -1
	origin sets    // articles of one voice
	family sets    // articles of one text
}

// sets is a union-find over articles; a set's root is its earliest article.
type sets []int32

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

func (s sets) root(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(a, b int32) {
	a, b = s.root(a), s.root(b)
	s[max(a, b)] = min(a, b)
}

// trace reads the kinships. A copy repeats the earliest article of its family.
func trace(n int, found []kinship) ancestry {
	out := ancestry{copyOf: make([]int32, n), origin: newSets(n), family: newSets(n)}
	for _, k := range found {
		out.origin.join(k.a, k.b)
		out.family.join(k.a, k.b)
	}
	for i := range out.copyOf {
		out.copyOf[i] = -1
	}
	for _, k := range found { // in order: the earliest comes first
		if k.isCopy && out.copyOf[k.b] < 0 {
			out.copyOf[k.b] = k.a
		}
	}
	for i := range out.copyOf { // a copy of a copy repeats the first text
		for c := out.copyOf[i]; c >= 0 && out.copyOf[c] >= 0; c = out.copyOf[c] {
			out.copyOf[i] = out.copyOf[c]
		}
	}
	return out
}

// agency returns the one voice that an article is wholly credited to, or "".
// "With reporting by" three agencies credits none of them wholly.
func agency(hint string) string {
	hint = strings.ToLower(strings.TrimSpace(hint))
	for _, part := range []string{"report", "contribut", "additional", "material", "input", ",", ";", " and ", "/", "&"} {
		if strings.Contains(hint, part) {
			return ""
		}
	}
	return strings.Join(strings.FieldsFunc(hint, func(r rune) bool { return strings.ContainsRune("()[]–—-. ©", r) }), " ")
}

// voices joins the origins within one story: articles that are wholly credited
// to one agency, the agency's own among them, and articles of one outlet. A copy
// is its writer's voice and not its outlet's: an outlet that prints a wire's
// report one day and its own the next has not become the wire. Over several
// days nearly every outlet prints something of every wire, and all would be one.
func voices(members []int32, articles []news.Article, from ancestry) {
	first := map[string]int32{}
	for _, m := range members {
		a := articles[m]
		names := []string{agency(a.OriginHint), strings.ToLower(strings.TrimSpace(a.Outlet))}
		if from.copyOf[m] >= 0 {
			names = names[:1] // the agency alone
		}
		for _, name := range names {
			if name == "" {
				continue
			}
			if o, ok := first[name]; ok {
				from.origin.join(o, m)
			} else {
				first[name] = m
			}
		}
	}
}

// lineage numbers the origins of a story in the order of their first article.
func lineage(members []int32, articles []news.Article, from ancestry) []news.Lineage {
	voices(members, articles, from)
	out := make([]news.Lineage, len(members))
	var seen []int32
	for i, m := range members {
		root := from.origin.root(m)
		k := slices.Index(seen, root)
		if k < 0 {
			k = len(seen)
			seen = append(seen, root)
		}
		out[i].Origin = "o" + strconv.Itoa(k+1)
		if c := from.copyOf[m]; c >= 0 {
			out[i].CopyOf = articles[c].ID
		}
	}
	return out
}
