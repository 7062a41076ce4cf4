// Package evidence serves a digest's evidence page to who has its link: the page
// is made from the stored digest, the one that was posted, and the link is
// signed, so that nobody can make up the address of another.
//
// It refuses a link of which any letter is changed, and one to a digest that is
// not there or no longer kept, all with the same answer: who asks learns nothing
// of what there is. It changes nothing, follows nothing, and gives no power
// but to read the one page.
//
// A signature is HMAC-SHA256 (RFC 2104) over the digest's ID, with a key that
// signs nothing else. It is a package of its own as package page is pure, and
// package command takes its word from Slack's signature alone.
package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Path is what every link's path begins with. After it stand the digest's ID
// and, below that, the signature.
const Path = "/evidence/"

// leastKey is how many bytes a key has at least: as many as a signature.
const leastKey = 32

// Keys sign links. The zero Keys sign nothing and take nothing.
type Keys struct{ current, previous string }

// NewKeys makes Keys. Links are signed with the current key; those that were
// signed with the previous one hold still, so that a key can be replaced without
// loss: make the current one the previous, and drop that after 90 days, when
// the last digest with such a link is gone. previous may be empty.
func NewKeys(current, previous string) (Keys, error) {
	for name, key := range map[string]string{"current": current, "previous": previous} {
		if len(key) < leastKey && !(name == "previous" && key == "") {
			return Keys{}, fmt.Errorf("the %s key for links has %d bytes, fewer than %d: make one with openssl rand -base64 33", name, len(key), leastKey)
		}
	}
	if current == previous {
		return Keys{}, errors.New("the current and the previous key for links are the same: a key that leaked would go on to hold")
	}
	return Keys{current, previous}, nil
}

// Format prints no key, whatever the verb.
func (Keys) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[redacted]")) }

// idForm is that of a digest's ID: each has one way to stand in a path.
var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Link is the address of a digest's page, below the address that the pages are
// served at: "https://digests.example". It is empty where there are no keys or
// no address.
func (k Keys) Link(base, digest string) string {
	if k.current == "" || base == "" || !idForm.MatchString(digest) {
		return ""
	}
	return strings.TrimSuffix(base, "/") + Path + digest + "/" + sign(k.current, digest)
}

func sign(key, digest string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte("evidence page of digest " + digest))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// signed reports whether a signature is one of the digest's. What is compared
// is the text itself, as base64 has several for the same bytes.
func (k Keys) signed(digest, signature string) bool {
	ok := false
	for _, key := range []string{k.current, k.previous} {
		if key != "" && hmac.Equal([]byte(signature), []byte(sign(key, digest))) {
			ok = true
		}
	}
	return ok
}
