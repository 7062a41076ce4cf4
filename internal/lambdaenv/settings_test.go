package lambdaenv_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

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
