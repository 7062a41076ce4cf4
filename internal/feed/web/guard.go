package web

import (
	"net"
	"net/netip"

	"code.dny.dev/ssrf"
)

// guardedDialer connects to the public internet alone. The guard is the
// dialer's Control: it sees each IP address after all names are resolved and
// before the first packet is sent.
func guardedDialer(resolver *net.Resolver, ports ...uint16) *net.Dialer {
	return &net.Dialer{
		Timeout:  timeLimit, // transports dial on when the request has gone
		Resolver: resolver,
		Control:  guardian(ports...).Safe,
	}
}

// guardian refuses what the IANA's registries of special addresses list, all
// IPv6 outside of global unicast (and so mapped, translated, unique local and
// link-local addresses), and what is added here.
func guardian(ports ...uint16) *ssrf.Guardian {
	return ssrf.New(append([]ssrf.Option{
		ssrf.WithPorts(append(ports, 80, 443)...),
		ssrf.WithDeniedV4Prefixes(
			netip.MustParsePrefix("168.63.129.16/32"), // Azure's platform, metadata among it, at a public address
		),
		ssrf.WithDeniedV6Prefixes(
			netip.MustParsePrefix("3ffe::/16"), // the 6bone, given back (RFC 3701): whoever routes it, it is not the internet
		),
	}, allowed()...)...)
}
