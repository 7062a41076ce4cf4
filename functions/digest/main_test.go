package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"counterpoint/internal/config"
	"counterpoint/internal/lambdaenv"
)

// Without a model nothing stands for one; a model without a price is told before
// anything is asked of it.
func TestNewWriter(t *testing.T) {
	if w, err := newWriter(lambdaenv.Digest{}, time.Now); w != nil || err != nil {
		t.Errorf("none: %v, %v", w, err)
	}
	if w, err := newWriter(lambdaenv.Digest{Model: config.Model{Use: "bedrock:some.model", Input: 1}}, time.Now); w == nil || err != nil {
		t.Errorf("one with a price: %v, %v", w, err)
	}
	if w, err := newWriter(lambdaenv.Digest{Model: config.Model{Use: "bedrock:some.model"}}, time.Now); w != nil || err == nil || !strings.Contains(err.Error(), "ModelInput") {
		t.Errorf("one without: %v, %v", w, err)
	}
}

// Whatever is wrong is told at the first start, all at once: what the environment
// says, a secret that is missing, and one of a wrong form.
func TestFaultsAtOnce(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"Parameters":[{"Name":"/link","Value":"0123"}]}`))
	}))
	defer srv.Close()
	env := map[string]string{
		"AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIAFAKE", "AWS_SECRET_ACCESS_KEY": "hidden", "TABLE_NAME": "table", "STACK_NAME": "news",
		"FETCH_QUEUE_URL": "https://sqs.example/1/fetch", "DIGEST_QUEUE_URL": "https://sqs.example/1/digest", "DIGEST_QUEUE_ARN": "arn:aws:sqs:eu-west-1:1:digest",
		"SCHEDULE_GROUP": "news", "SCHEDULE_ROLE_ARN": "arn:aws:iam::1:role/news", "CATCH_UP": "a while", "DELIVERY": "at-least-once",
		"MODEL": "bedrock:some.model", "MODEL_MONTH": "1", "MODEL_DIGEST": "1", "SETTINGS_BY": "bob",
		"BOT_TOKEN_PARAMETER": "/bot", "LINK_KEY_PARAMETER": "/link", "AWS_ENDPOINT_URL_SSM": srv.URL,
	}
	_, err := newFunction(t.Context(), func(name string) string { return env[name] }, time.Now)
	for _, fault := range []string{"CATCH_UP", "bob", "ModelInput", "/bot", "key for links"} {
		if err == nil || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s is not told: %v", fault, err)
		}
	}
}
