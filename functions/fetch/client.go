//go:build !localfeeds

package main

import "counterpoint/internal/feed/web"

// newClient makes the one client for feeds and pages.
func newClient(o web.Options) (*web.Client, error) { return web.New(o) }
