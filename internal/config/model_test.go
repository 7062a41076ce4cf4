package config_test

import (
	"strings"
	"testing"

	"counterpoint/internal/config"
)

func TestModel(t *testing.T) {
	load := func(model string) (config.Config, error) {
		return config.Load([]byte("contact: https://example.org\nchannels:\n  - id: news\n    feeds: [https://example.org/rss]\n"+model), nil)
	}
	c, err := load("model:\n  use: bedrock:eu.some-model\n  month: 5\n  digest: 0.25\n  input: $1.5\n")
	if err != nil || c.Model != (config.Model{Use: "bedrock:eu.some-model", Month: 5_000_000, Digest: 250_000, Input: 1_500_000}) {
		t.Errorf("%+v %v", c.Model, err)
	}
	if c, err := load("model:\n  use: files:replies\n"); err != nil || c.Model.Month == 0 || c.Model.Digest == 0 {
		t.Errorf("without caps: %+v %v", c.Model, err)
	}
	if c, err := load(""); err != nil || c.Model.Use != "" {
		t.Errorf("without a model: %+v %v", c.Model, err)
	}
	for text, want := range map[string]string{
		"model:\n  use: gpt\n":                    "use is bedrock:MODEL",
		"model:\n  use: chat\n":                   "use is bedrock:MODEL",
		"model:\n  use: files:x\n  month: lots\n": "month is an amount in dollars",
		"model:\n  use: files:x\n  digest: -1\n":  "digest is an amount in dollars",
		"model:\n  use: files:x\n  digest: NaN\n": "digest is an amount in dollars",
		"model:\n  used: files:x\n":               "write use",
	} {
		if _, err := load(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
