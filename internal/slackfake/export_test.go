package slackfake

import (
	"encoding/json"
	"fmt"
)

// CheckBlocks is what refuses the blocks of a message, "code: details".
func CheckBlocks(raw string) error {
	if r := checkBlocks(json.RawMessage(raw)); r != nil {
		return fmt.Errorf("%s: %v", r.code, r.details)
	}
	return nil
}
