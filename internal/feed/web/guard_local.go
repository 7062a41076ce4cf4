//go:build localfeeds

package web

import (
	"net/netip"

	"code.dny.dev/ssrf"
)

// allowance is looked for in binaries, to show that shipped ones lack it.
const allowance = "localfeeds: this build reads feeds on loopback, at any port; it must not be deployed"

// allowed lets a deployed function, built for a round on one machine, read
// feeds from a server beside it.
func allowed() []ssrf.Option {
	return []ssrf.Option{
		ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix("127.0.0.0/8")),
		ssrf.WithAllowedV6Prefixes(netip.MustParsePrefix("::1/128")),
	}
}
