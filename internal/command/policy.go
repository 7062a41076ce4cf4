package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Policy is who may change a channel's settings. The zero Policy lets everyone.
type Policy struct {
	who   string
	users []string
	admin func(ctx context.Context, user string) (bool, error)
}

// NewPolicy reads who may change settings: "everyone", "admins", or users' IDs
// with commas between them. admin tells whether a user is an admin of the
// workspace, as users.info does; it may be nil where admins are not asked for.
func NewPolicy(who string, admin func(ctx context.Context, user string) (bool, error)) (Policy, error) {
	switch who = strings.TrimSpace(who); who {
	case "", "everyone":
		return Policy{}, nil
	case "admins":
		if admin == nil {
			return Policy{}, errors.New("settings are left to admins, and nothing tells who they are: give the app the scope users:read, or list users' IDs")
		}
		return Policy{who: who, admin: admin}, nil
	}
	var users []string
	for user := range strings.SplitSeq(who, ",") {
		user = strings.TrimSpace(user)
		if !userForm.MatchString(user) {
			return Policy{}, fmt.Errorf("%q is neither everyone, nor admins, nor a user's ID such as U012AB3CD", user)
		}
		users = append(users, user)
	}
	return Policy{who: "users", users: users}, nil
}

// refuses is the sentence for a user who may not change settings; empty for
// one who may. Where it cannot be told, nobody may.
func (p Policy) refuses(ctx context.Context, user string) (string, error) {
	switch p.who {
	case "":
		return "", nil
	case "admins":
		ok, err := p.admin(ctx, user)
		if err != nil {
			return "", fmt.Errorf("is %s an admin: %w", user, err)
		}
		if !ok {
			return "Only admins of this workspace may change a channel's settings here: ask one of them.", nil
		}
		return "", nil
	}
	if !slices.Contains(p.users, user) {
		return "Only some users may change a channel's settings here: /digest status shows who did last.", nil
	}
	return "", nil
}
