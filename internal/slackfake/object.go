package slackfake

import "encoding/json"

// object is a JSON object of which nothing is taken for granted: what is
// missing or of another type reads as empty.
type object map[string]any

func (o object) str(key string) string {
	s, _ := o[key].(string)
	return s
}

func (o object) flag(key string) bool {
	b, _ := o[key].(bool)
	return b
}

// int reads a number between 0 and most.
func (o object) int(key string, most int) int {
	f, _ := o[key].(float64)
	return int(max(0, min(f, float64(most))))
}

func (o object) obj(key string) object {
	m, _ := o[key].(map[string]any)
	return m
}

func (o object) list(key string) []object { return objects(o[key]) }

// objects are the objects of a JSON array. What is none is put into one
// without a type, so that it shows as unknown and does not disappear.
func objects(v any) []object {
	list, _ := v.([]any)
	all := make([]object, len(list))
	for i, e := range list {
		var ok bool
		if all[i], ok = e.(map[string]any); !ok {
			all[i] = object{"value": e}
		}
	}
	return all
}

// decode reads the blocks of a message and reports whether they are a JSON
// array.
func decode(raw json.RawMessage) ([]object, bool) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, false
	}
	_, ok := v.([]any)
	return objects(v), ok
}
