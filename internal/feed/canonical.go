package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"slices"
	"strings"
)

// trackers are query parameters that tell where a reader comes from, and
// nothing of what is read; names that some sites use for what is read (cid,
// ref, source) are not among them. One that ends in * stands for all that
// begin so.
var trackers = []string{
	"utm_*", "at_*", "mc_*", "pk_*", "hsa_*", "ns_*", "oly_*", "vero_*", "wt_*", "__twitter_*",
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "li_fat_id",
	"cmpid", "campaign_id", "ncid", "icid", "ito", "ref_src", "ref_url", "referer", "referrer", "sr_share", "smid", "smtyp", "spm", "feedtype",
	"feedname", "ftag", "ftcamp", "guccounter", "ocid", "xtor", "_ga", "_gl", "_hsenc", "_hsmi", "traffic_source", "trk", "outputtype", "taid",
	"mbid", "emc", "fromrss", "from_rss",
}

// fromFeed are values that say of any parameter that it only tells where a
// reader comes from.
var fromFeed = []string{"rss", "rss_feed", "rss-feed", "rssfeed", "feed", "atom"}

// mobileHosts begin the hosts of sites' forms for phones, and of AMP.
var mobileHosts = []string{"www.", "m.", "mobile.", "amp.", "touch.", "wap."}

// Canonical gives an article's address without what varies between links to
// it: tracking parameters, fragment, default port, the AMP form. It is empty
// where address is no http or https URL, or carries a password.
func Canonical(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	for at := original(u); at != u; at = original(u) { // each is shorter
		u = at
	}
	host := strings.Trim(strings.ToLower(u.Hostname()), ".")
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && (u.Scheme != "http" || port != "80") && (u.Scheme != "https" || port != "443") {
		host += ":" + port
	}
	if host == "" {
		return ""
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	u.RawQuery = withoutTrackers(u.RawQuery)
	u.ForceQuery = false
	for p := withoutAMP(u.Path); p != u.Path; p = withoutAMP(p) {
		u.Path, u.RawPath = p, ""
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// original is the address behind one of Google's or the AMP project's caches,
// whose path is the publisher's host and path.
func original(u *url.URL) *url.URL {
	host := strings.ToLower(u.Hostname())
	var rest string
	switch {
	case host == "www.google.com" && strings.HasPrefix(u.Path, "/amp/"):
		rest = strings.TrimPrefix(u.Path, "/amp/")
	case strings.HasSuffix(host, ".cdn.ampproject.org") && len(u.Path) > 3 && u.Path[2] == '/':
		rest = u.Path[3:]
	default:
		return u
	}
	scheme := "http"
	if s, ok := strings.CutPrefix(rest, "s/"); ok {
		scheme, rest = "https", s
	}
	at, err := url.Parse(scheme + "://" + rest)
	if err != nil || !strings.Contains(at.Host, ".") || at.User != nil {
		return u
	}
	at.RawQuery = u.RawQuery
	return at
}

// withoutTrackers drops trackers from a query and keeps the rest as it is.
func withoutTrackers(query string) string {
	if query == "" {
		return ""
	}
	parts := slices.DeleteFunc(strings.Split(query, "&"), func(part string) bool {
		name, value, _ := strings.Cut(part, "=")
		if n, err := url.QueryUnescape(name); err == nil {
			name = n
		}
		return name == "" || slices.Contains(fromFeed, strings.ToLower(value)) || isTracker(strings.ToLower(name))
	})
	return strings.Join(parts, "&")
}

func isTracker(name string) bool {
	return slices.ContainsFunc(trackers, func(t string) bool {
		if prefix, ok := strings.CutSuffix(t, "*"); ok {
			return strings.HasPrefix(name, prefix)
		}
		return name == t
	})
}

// withoutAMP takes the AMP form's mark off a path: /amp at either end, or
// .amp before .html.
func withoutAMP(p string) string {
	slash := strings.HasSuffix(p, "/")
	t := strings.TrimSuffix(p, "/")
	if cut, ok := strings.CutSuffix(t, "/amp"); ok {
		t = cut
	} else if cut, ok := strings.CutSuffix(t, ".amp"); ok {
		t = cut
	} else if cut, ok := strings.CutSuffix(t, ".amp.html"); ok {
		t = cut + ".html"
	} else if strings.HasPrefix(t, "/amp/") {
		t = strings.TrimPrefix(t, "/amp")
	} else {
		return p
	}
	if slash {
		t += "/"
	}
	return t
}

// ArticleID names an article by its canonical address: the same over http and
// https, with and without a final slash, on the site's host for phones. The
// articles of a site begin alike, so that a store in the order of its keys
// finds those of one feed side by side.
func ArticleID(canonical string) string {
	site, key := canonical, canonical
	if u, err := url.Parse(canonical); err == nil {
		site = u.Host
		for _, m := range mobileHosts {
			if rest, ok := strings.CutPrefix(site, m); ok && strings.Contains(rest, ".") {
				site = rest
				break
			}
		}
		query := strings.Split(u.RawQuery, "&")
		slices.Sort(query)
		key = path.Clean("/"+u.EscapedPath()) + "?" + strings.Join(query, "&")
	}
	return "a" + digest(site)[:6] + digest(site + "\x00" + key)[:16]
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
