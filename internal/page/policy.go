package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
)

//go:embed template/page.css
var style string

// Policy is the Content-Security-Policy that every page carries: its own style,
// known by its sum, and nothing else from anywhere. Who serves a page says it in
// a header too, where it can also forbid frames.
func Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}
