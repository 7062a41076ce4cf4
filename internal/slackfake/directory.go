package slackfake

import (
	"slices"
	"strings"
	"time"
)

// authTest is auth.test.
func (s *Server) authTest(args) (fields, *refusal) {
	return fields{"url": s.opt.URL + "/", "team": team, "user": "counterpoint", "team_id": TeamID, "user_id": BotUser, "bot_id": BotID}, nil
}

func (c *conversation) view() fields {
	direct := strings.HasPrefix(c.id, "D")
	return fields{
		"id": c.id, "name": c.name, "name_normalized": c.name, "is_channel": !direct, "is_im": direct,
		"is_private": direct, "is_member": c.member, "is_archived": c.archived, "context_team_id": TeamID,
	}
}

// info is conversations.info.
func (s *Server) info(a args) (fields, *refusal) {
	c := s.channel(a["channel"])
	if c == nil {
		return nil, &refusal{code: "channel_not_found"}
	}
	return fields{"channel": c.view()}, nil
}

// join is conversations.join.
func (s *Server) join(a args) (fields, *refusal) {
	c := s.channel(a["channel"])
	switch {
	case c == nil:
		return nil, &refusal{code: "channel_not_found"}
	case strings.HasPrefix(c.id, "D"):
		return nil, &refusal{code: "method_not_supported_for_channel_type"}
	case c.archived:
		return nil, &refusal{code: "is_archived"}
	}
	f := fields{}
	if c.member {
		f["warning"] = "already_in_channel"
	}
	c.member = true
	f["channel"] = c.view()
	return f, nil
}

// list is conversations.list. Its cursor is the id of the last channel of the
// page before.
func (s *Server) list(a args) (fields, *refusal) {
	limit, r := a.limit(100, 999)
	if r != nil {
		return nil, r
	}
	kinds := strings.Split(a["types"], ",")
	views, next, begun := []fields{}, "", a["cursor"] == ""
	last := ""
	for _, c := range s.channels {
		if !begun {
			begun = c.id == a["cursor"]
			continue
		}
		kind := "public_channel"
		if strings.HasPrefix(c.id, "D") {
			kind = "im"
		}
		if a["types"] == "" && kind == "im" || a["types"] != "" && !slices.Contains(kinds, kind) || c.archived && a.yes("exclude_archived") {
			continue
		}
		if len(views) == limit {
			next = last
			break
		}
		views, last = append(views, c.view()), c.id
	}
	if !begun {
		return nil, &refusal{code: "invalid_cursor"}
	}
	return fields{"channels": views, "response_metadata": fields{"next_cursor": next}}, nil
}

// userInfo is users.info.
func (s *Server) userInfo(a args) (fields, *refusal) {
	u := s.user(a["user"])
	if u == nil {
		return nil, &refusal{code: "user_not_found"}
	}
	offset := 0
	if zone, err := time.LoadLocation(u.Zone); err == nil {
		_, offset = s.opt.Now().In(zone).Zone()
	}
	return fields{"user": fields{
		"id": u.ID, "team_id": TeamID, "name": u.Name, "real_name": u.Name, "tz": u.Zone, "tz_offset": offset,
		"is_admin": u.Admin, "is_owner": false, "is_bot": false,
		"profile": fields{"real_name": u.Name, "display_name": u.Name},
	}}, nil
}
