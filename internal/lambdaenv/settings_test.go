package lambdaenv_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/lambdaenv"
)

// good is an environment in which every function starts.
func good() map[string]string {
	return map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "hidden",
		"TABLE_NAME": "table", "STACK_NAME": "news",
		"FETCH_QUEUE_URL": "https://sqs.example/1/fetch", "DIGEST_QUEUE_URL": "https://sqs.example/1/digest",
		"DIGEST_QUEUE_ARN": "arn:aws:sqs:eu-west-1:1:digest", "SCHEDULE_GROUP": "news", "SCHEDULE_ROLE_ARN": "arn:aws:iam::1:role/news",
		"CATCH_UP": "6h", "DELIVERY": "at-least-once",
		"BOT_TOKEN_PARAMETER": "/news/bot", "SIGNING_SECRET_PARAMETER": "/news/signing", "LINK_KEY_PARAMETER": "/news/link",
	}
}

// read reads each function's settings, and joins what is wrong.
func read(env map[string]string) error {
	get := func(name string) string { return env[name] }
	_, err1 := lambdaenv.ReadFetch(get)
	_, err2 := lambdaenv.ReadDigest(get)
	_, err3 := lambdaenv.ReadWeb(get)
	return errors.Join(err1, err2, err3)
}

func TestRead(t *testing.T) {
	env := good()
	if err := read(env); err != nil {
		t.Fatal(err)
	}
	env["DELIVERY"] = "at-most-once"
	d, err := lambdaenv.ReadDigest(func(name string) string { return env[name] })
	if err != nil || !d.AtMostOnce || d.CatchUp != 6*time.Hour || d.AWS.Region != "eu-west-1" {
		t.Errorf("%+v, %v", d, err)
	}
}

// A model is named with its caps, in dollars; without one no amount is missed.
func TestModel(t *testing.T) {
	for _, row := range []struct {
		name string
		env  map[string]string
		want config.Model
		told []string
	}{
		{"none", nil, config.Model{}, nil},
		{"none, with caps", map[string]string{"MODEL_MONTH": "20", "MODEL_DIGEST": "0.50"}, config.Model{Month: 20_000_000, Digest: 500_000}, nil},
		{
			"one",
			map[string]string{"MODEL": "bedrock:eu.x-v1:0", "MODEL_MONTH": "20", "MODEL_DIGEST": "0.50"},
			config.Model{Use: "bedrock:eu.x-v1:0", Month: 20_000_000, Digest: 500_000},
			nil,
		},
		{
			"with its price",
			map[string]string{"MODEL": "bedrock:x", "MODEL_MONTH": "0", "MODEL_DIGEST": "$1", "MODEL_INPUT": "0.06", "MODEL_OUTPUT": "0.24"},
			config.Model{Use: "bedrock:x", Digest: 1_000_000, Input: 60_000, Output: 240_000},
			nil,
		},
		{"without caps", map[string]string{"MODEL": "bedrock:x"}, config.Model{}, []string{"MODEL_MONTH", "MODEL_DIGEST"}},
		{
			"all wrong",
			map[string]string{"MODEL": "chat:x@https://a.example", "MODEL_MONTH": "much", "MODEL_DIGEST": "-1", "MODEL_INPUT": "NaN", "MODEL_OUTPUT": "2000000"},
			config.Model{},
			[]string{"MODEL is", "MODEL_MONTH", "MODEL_DIGEST", "MODEL_INPUT", "MODEL_OUTPUT"},
		},
		{"no ID", map[string]string{"MODEL": "bedrock:", "MODEL_MONTH": "1", "MODEL_DIGEST": "1"}, config.Model{}, []string{"MODEL is"}},
		{"a wrong cap that nothing hangs on", map[string]string{"MODEL_MONTH": "much"}, config.Model{}, []string{"MODEL_MONTH"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			env := good()
			maps.Copy(env, row.env)
			got, err := lambdaenv.ReadDigest(func(name string) string { return env[name] })
			if err == nil && (len(row.told) > 0 || got.Model != row.want) || err != nil && len(row.told) == 0 {
				t.Fatalf("%+v, %v", got.Model, err)
			}
			for _, told := range row.told {
				if !strings.Contains(err.Error(), told) {
					t.Errorf("%q is not told: %v", told, err)
				}
			}
		})
	}
}

// Every fault is told, all at once, and none with what may be a secret.
func TestFaults(t *testing.T) {
	env := good()
	wrong := map[string]string{
		"DIGEST_QUEUE_URL": "queue", "FETCH_QUEUE_URL": "ftp://token@x.example", "CATCH_UP": "a while", "DELIVERY": "twice",
		"SLACK_API_URL": "://token", "SLACK_HOOKS_URL": "token", "PUBLIC_URL": "token", "AWS_ENDPOINT_URL_SQS": "token",
	}
	maps.Copy(env, wrong)
	var unset []string
	for name := range good() {
		if _, ok := wrong[name]; !ok {
			env[name] = ""
			unset = append(unset, name)
		}
	}
	err := read(env)
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for name := range wrong {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not told", name)
		}
	}
	for _, name := range unset {
		if !strings.Contains(err.Error(), name+" is not set") {
			t.Errorf("%s is not told as missing", name)
		}
	}
	if strings.Contains(err.Error(), "token") {
		t.Error(err)
	}
	for _, span := range []string{"-1h", "0s", "25h"} {
		env := good()
		env["CATCH_UP"] = span
		if read(env) == nil {
			t.Errorf("a catch-up of %s", span)
		}
	}
}

// The fetch function reads the hostile web, and asks for no secret's name.
func TestFetchKnowsNoSecret(t *testing.T) {
	var asked []string
	env := good()
	if _, err := lambdaenv.ReadFetch(func(name string) string { asked = append(asked, name); return env[name] }); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(asked, func(name string) bool { return strings.HasSuffix(name, "_PARAMETER") }) {
		t.Errorf("it asks for %q", asked)
	}
}
