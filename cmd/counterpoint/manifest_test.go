package main

import (
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"counterpoint/internal/command"
	"counterpoint/internal/post"
)

// manifest is what a manifest of ours may say; Slack knows more.
type manifest struct {
	Metadata struct {
		Major int `yaml:"major_version"`
	} `yaml:"_metadata"`
	Display struct {
		Name       string `yaml:"name"`
		About      string `yaml:"description"`
		Background string `yaml:"background_color"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			Home     bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Bot struct {
			Name   string `yaml:"display_name"`
			Online bool   `yaml:"always_online"`
		} `yaml:"bot_user"`
		Commands []slashCommand `yaml:"slash_commands"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
		} `yaml:"interactivity"`
		Org      bool `yaml:"org_deploy_enabled"`
		Socket   bool `yaml:"socket_mode_enabled"`
		Rotation bool `yaml:"token_rotation_enabled"`
	} `yaml:"settings"`
}

type slashCommand struct {
	Command string `yaml:"command"`
	URL     string `yaml:"url"`
	About   string `yaml:"description"`
	Hint    string `yaml:"usage_hint"`
	Escape  bool   `yaml:"should_escape"`
}

func readManifest(t *testing.T, path string) manifest {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := yaml.UnmarshalWithOptions(raw, &m, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return m
}

// The two manifests are one app: they differ in how Slack reaches it, and ask
// for what the program needs and no more.
func TestManifests(t *testing.T) {
	byHTTP, bySocket := readManifest(t, "../../docs/slack/manifest.yaml"), readManifest(t, "../../docs/slack/manifest-socket.yaml")
	if len(byHTTP.Features.Commands) != 1 || byHTTP.Features.Commands[0].Command != "/digest" || !byHTTP.Settings.Interactivity.Enabled {
		t.Fatalf("the app has no /digest, or no buttons: %+v", byHTTP)
	}
	for path, address := range map[string]string{command.CommandsPath: byHTTP.Features.Commands[0].URL, command.ActionsPath: byHTTP.Settings.Interactivity.URL} {
		if u, err := url.Parse(address); err != nil || u.Scheme != "https" || u.Path != path {
			t.Errorf("Slack is to ask %q, want https and %s", address, path)
		}
	}
	if h := bySocket.Features.Home; !h.Messages || h.ReadOnly || h.Home {
		t.Errorf("the app's messages cannot be written to, or it has an empty home: %+v", h)
	}
	if byHTTP.Settings.Socket || !bySocket.Settings.Socket {
		t.Error("Socket Mode is on where it should be off, or the other way round")
	}
	byHTTP.Features.Commands[0].URL, byHTTP.Settings.Interactivity.URL, byHTTP.Settings.Socket = "", "", true
	if diff := cmp.Diff(byHTTP, bySocket); diff != "" {
		t.Errorf("the manifests differ in more than the way to the app: %s", diff)
	}
	var needed []string
	for _, s := range post.Scopes() {
		needed = append(needed, s.Name)
	}
	if diff := cmp.Diff(needed, bySocket.OAuth.Scopes.Bot); diff != "" {
		t.Errorf("the scopes are not those that the program needs: %s", diff)
	}
	c := bySocket.Features.Commands[0]
	for what, text := range map[string]struct {
		text string
		most int
	}{"name": {bySocket.Display.Name, 35}, "description": {bySocket.Display.About, 140}, "bot": {bySocket.Features.Bot.Name, 80}, "command": {c.About, 2000}, "hint": {c.Hint, 1000}} {
		if n := utf8.RuneCountInString(text.text); n == 0 || n > text.most {
			t.Errorf("the %s has %d letters, want 1 to %d", what, n, text.most)
		}
	}
}

// docs/slack.md says what each scope is for, and what the manifests ask for.
func TestSlackIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "| `"); ok && strings.Contains(rest, ":") || strings.HasPrefix(line, "| `commands`") {
			name, _, _ := strings.Cut(rest, "`")
			listed = append(listed, name)
		}
	}
	for _, s := range post.Scopes() {
		if !slices.Contains(listed, s.Name) {
			t.Errorf("docs/slack.md does not say what %s is for", s.Name)
		}
	}
	if want := len(post.Scopes()) + 1; len(listed) != want || !slices.Contains(listed, "users:read") {
		t.Errorf("docs/slack.md lists %q, want the %d that are needed and users:read", listed, want-1)
	}
	for _, text := range []string{"COUNTERPOINT_SLACK_BOT_TOKEN", "COUNTERPOINT_SLACK_APP_TOKEN", "slack/manifest-socket.yaml", "slack/manifest.yaml", "connections:write", "/invite"} {
		if !strings.Contains(string(raw), text) {
			t.Errorf("docs/slack.md does not name %s", text)
		}
	}
}
