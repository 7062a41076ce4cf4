package slackfake

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/url"
	"strconv"
	"unicode/utf8"
)

// maxBody bounds a request: the longest message with all its markup is much
// shorter.
const maxBody = 1 << 20

// args are the arguments of a call by name. What is no string in a JSON body
// stands as JSON.
type args map[string]string

// yes reports whether a flag is set.
func (a args) yes(key string) bool { return a[key] == "1" || a[key] == "true" }

// limit is the argument of that name, from 1 to most.
func (a args) limit(usual, most int) (int, *refusal) {
	if a["limit"] == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(a["limit"])
	if err != nil || n < 0 {
		return 0, &refusal{code: "invalid_arguments", details: []string{"[ERROR] limit is no number from 1"}}
	}
	if n == 0 {
		n = usual
	}
	return min(n, most), nil
}

// readArgs reads a body, which is a form or a JSON object.
func readArgs(in incoming) (args, *refusal) {
	raw, err := io.ReadAll(io.LimitReader(in.body, maxBody+1))
	if err != nil {
		return nil, &refusal{code: "request_timeout"}
	}
	if len(raw) > maxBody {
		return nil, &refusal{code: "invalid_arguments", details: []string{"[ERROR] the request is too large"}}
	}
	kind, params, err := mime.ParseMediaType(in.header.Get("Content-Type"))
	switch charset := params["charset"]; {
	case in.header.Get("Content-Type") == "" && len(raw) > 0:
		return nil, &refusal{code: "missing_post_type"}
	case len(raw) == 0:
		return args{}, nil
	case err != nil:
		return nil, &refusal{code: "invalid_post_type"}
	case charset != "" && charset != "utf-8" && charset != "UTF-8", !utf8.Valid(raw):
		return nil, &refusal{code: "invalid_charset"}
	case kind == "application/json":
		return jsonArgs(raw)
	case kind == "application/x-www-form-urlencoded":
		return formArgs(raw)
	}
	return nil, &refusal{code: "invalid_post_type"}
}

func formArgs(raw []byte) (args, *refusal) {
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, &refusal{code: "invalid_form_data"}
	}
	a := args{}
	for key, values := range form {
		if len(values) > 1 {
			return nil, &refusal{code: "invalid_array_arg"}
		}
		if !utf8.ValidString(values[0]) {
			return nil, &refusal{code: "invalid_charset"}
		}
		a[key] = values[0]
	}
	return a, nil
}

func jsonArgs(raw []byte) (args, *refusal) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return nil, &refusal{code: "invalid_json"}
	}
	a := args{}
	for key, value := range object {
		var s string
		switch {
		case bytes.Equal(value, []byte("null")):
		case json.Unmarshal(value, &s) == nil:
			a[key] = s
		default:
			a[key] = string(value)
		}
	}
	return a, nil
}
