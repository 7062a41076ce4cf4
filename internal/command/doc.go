// Package command does what readers ask for in Slack: slash commands and the
// buttons below a story. A request is verified, read, done through the store,
// and answered, always within three seconds; what takes longer is a Job that
// the caller queues, and whose result goes to the request's response_url.
//
// It refuses what Slack did not sign, what it signed longer ago than five
// minutes, and what it has taken before; settings that belong to a file, and
// changes by those who may not make them. It posts nothing, and reads no
// network.
//
// Words that a feed or a reader wrote leave it as elements of rich_text, which
// Slack does not parse: no mention and no markup can come out of them. The
// rules of signatures are those of Slack's "Verifying requests from Slack".
package command
