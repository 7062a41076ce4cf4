package socket

import "context"

// Check asks Slack whether the app may connect with its token, and connects not.
// The error says what to do. Handle is not needed.
func Check(ctx context.Context, o Options) error {
	_, err := New(o).open(ctx)
	return err
}
