package web

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// maxAddress is the length of an address in bytes: news sites stay below
// 1,000, and servers refuse more than 8,000.
const maxAddress = 4096

// parseAddress reads an absolute address, and refuses one that is not to be
// asked. What the host leads to is judged when it is dialed.
func parseAddress(raw string) (*url.URL, *Error) {
	if len(raw) > maxAddress {
		return nil, refused("has an address of more than 4,096 characters", nil)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, refused("has an address that cannot be read", nil) // the cause would print the address
	}
	return u, vet(u)
}

// follow reads the Location of a redirect from base.
func follow(base *url.URL, location string) (*url.URL, *Error) {
	if location == "" {
		return nil, &Error{Kind: Malformed, Reason: "redirects to nowhere"}
	}
	if len(location) > maxAddress {
		return nil, refused("redirects to an address of more than 4,096 characters", nil)
	}
	u, err := base.Parse(location)
	if err != nil {
		return nil, refused("redirects to an address that cannot be read", nil)
	}
	// What is asked for over https must not be readable, or changeable, on
	// the way; and Moved would make it so for good.
	if base.Scheme == "https" && u.Scheme == "http" {
		return nil, refused("redirects from https to http", nil)
	}
	return u, vet(u)
}

// vet refuses an address by its form, and puts its host into the one form that
// is dialed, named and counted by.
func vet(u *url.URL) *Error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return refused("has an address that is neither http nor https", nil)
	}
	if u.User != nil {
		return refused("has an address with a user name or password in it", nil)
	}
	host := u.Hostname()
	if host == "" || u.Opaque != "" {
		return refused("has an address without a host", nil)
	}
	if !isASCII(host) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return refused("has a host name that cannot be read", nil)
		}
		host = ascii
	}
	host = strings.ToLower(host)
	if oddForm(host) {
		return refused("has a host that is an IP address in an odd form", nil)
	}
	setHost(u, host)
	u.Fragment, u.RawFragment = "", ""
	return nil
}

// setHost replaces the host name, and drops a port that the scheme implies.
func setHost(u *url.URL, host string) {
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	u.Host = host
}

// oddForm tells whether some resolvers would take a host for an IP address
// that is not written as one: 2130706433, 0x7f.1, 0177.0.0.1. Its last label is
// then a number (the rule of the WHATWG's URL standard). An address with a zone
// is odd too: zones are of this machine.
func oddForm(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Zone() != ""
	}
	name := strings.TrimSuffix(host, ".")
	last := name[strings.LastIndexByte(name, '.')+1:]
	if hex, is := strings.CutPrefix(last, "0x"); is {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}

// hostKey names the host of an address, however it is written.
func hostKey(u *url.URL) string { return strings.TrimSuffix(u.Hostname(), ".") }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
