package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"counterpoint/internal/queue"
)

// invoker runs a function once on an event, and returns its answer and its log.
type invoker interface {
	invoke(ctx context.Context, function, eventFile string) (answer, log string, err error)
}

// inContainers runs functions as "sam local invoke" does.
type inContainers struct {
	r      *round
	engine engine
}

func (c inContainers) invoke(ctx context.Context, function, eventFile string) (answer, log string, err error) {
	args := append([]string{"local", "invoke", function, "--event", eventFile}, c.options()...)
	answer, log, err = run(ctx, c.r.root, c.r.environ(), nil, c.r.tools.sam, args...)
	return strings.TrimSpace(answer), log, err
}

// options are those of "sam local".
func (c inContainers) options() []string {
	return append([]string{
		"--template", filepath.Join(c.r.build, "template.yaml"), "--env-vars", filepath.Join(c.r.dir, "env.json"),
		"--parameter-overrides", "Architecture=" + architecture(), "--add-host", inside + ":host-gateway", "--region", region,
	}, c.engine.image...)
}

// underEmulator runs functions under the runtime emulator that SAM ships, as
// processes of this machine.
type underEmulator struct{ r *round }

func (u underEmulator) invoke(ctx context.Context, function, eventFile string) (answer, log string, err error) {
	event, err := os.ReadFile(eventFile)
	if err != nil {
		return "", "", err
	}
	var ports [2]string
	for i := range ports {
		if ports[i], err = freePort(ctx, "127.0.0.1"); err != nil {
			return "", "", err
		}
	}
	env := append(u.r.environ(), "AWS_LAMBDA_FUNCTION_NAME="+function, "AWS_LAMBDA_FUNCTION_TIMEOUT="+strconv.Itoa(u.r.timeout(function)),
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024", "AWS_REGION="+region, "AWS_ACCESS_KEY_ID=local", "AWS_SECRET_ACCESS_KEY=local")
	for name, value := range u.r.variables()[function] {
		env = append(env, name+"="+value)
	}
	p, err := start("the emulator", filepath.Join(u.r.build, function), env, u.r.tools.rie, "--log-level", "error",
		"--runtime-interface-emulator-address", "127.0.0.1:"+ports[0], "--runtime-api-address", "127.0.0.1:"+ports[1], "./bootstrap")
	if err != nil {
		return "", "", err
	}
	defer p.stop()
	if err := p.ready("127.0.0.1:" + ports[0]); err != nil {
		return "", "", err
	}
	body, status, err := post(ctx, "http://127.0.0.1:"+ports[0]+"/2015-03-31/functions/function/invocations", "application/json", string(event), nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the emulator answers %d: %s", status, body)
	}
	p.stop()
	return strings.TrimSpace(body), p.said.String(), err
}

// hand hands messages to a function, as its queue would. It fails where the
// function names one that failed.
func (r *round) hand(ctx context.Context, function string, messages []queue.Message) error {
	var batch events.SQSEvent
	for _, m := range messages {
		batch.Records = append(batch.Records, events.SQSMessage{
			MessageId: m.ID, Body: m.Body, EventSource: "aws:sqs", Attributes: map[string]string{"ApproximateReceiveCount": "1"},
		})
	}
	raw, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	file := filepath.Join(r.dir, "event.json")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		return err
	}
	return r.invoke(ctx, function, file)
}

// invoke invokes a function that answers for a batch, of which nothing may
// fail.
func (r *round) invoke(ctx context.Context, function, eventFile string) error {
	answer, log, err := r.functions.invoke(ctx, function, eventFile)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, log)
	}
	if got := compact(answer); got != `{"batchItemFailures":[]}` {
		return fmt.Errorf("%s answers %s\n%s", function, answer, log)
	}
	return nil
}

// api is where the web function is asked: "sam local start-api", or a server of
// this program that hands requests to the emulator as API Gateway would.
func (r *round) startAPI() error {
	c, ok := r.functions.(inContainers)
	if !ok {
		return nil // served since the beginning, at the same address
	}
	_, port, err := net.SplitHostPort(strings.TrimPrefix(r.api, "http://"))
	if err != nil {
		return err
	}
	p, err := start("sam local start-api", r.root, r.environ(), r.tools.sam, append([]string{"local", "start-api", "--host", "127.0.0.1", "--port", port}, c.options()...)...)
	if err != nil {
		return err
	}
	r.atEnd(p.stop)
	r.apiLog = p
	return p.ready("127.0.0.1:" + port)
}

// gateway hands requests to the web function as API Gateway would.
func (r *round) gateway() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(io.LimitReader(req.Body, 1<<20))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		headers := map[string]string{}
		for name, values := range req.Header {
			headers[strings.ToLower(name)] = strings.Join(values, ",")
		}
		event := map[string]any{
			"version": "2.0", "rawPath": req.URL.EscapedPath(), "rawQueryString": req.URL.RawQuery, "headers": headers, "body": string(body),
			"requestContext": map[string]any{"http": map[string]string{"method": req.Method, "path": req.URL.Path}},
		}
		answer, err := r.ask(req.Context(), event)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for name, value := range answer.Headers {
			w.Header().Set(name, value)
		}
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.StatusCode)
		_, _ = io.WriteString(w, answer.Body)
	})
}

func (r *round) ask(ctx context.Context, event any) (events.APIGatewayV2HTTPResponse, error) {
	var answer events.APIGatewayV2HTTPResponse
	raw, err := json.Marshal(event)
	file := filepath.Join(r.dir, "request.json")
	if err = errors.Join(err, os.WriteFile(file, raw, 0o600)); err != nil {
		return answer, err
	}
	text, _, err := r.functions.invoke(ctx, "WebFunction", file)
	if err != nil {
		return answer, err
	}
	return answer, json.Unmarshal([]byte(text), &answer)
}

// post sends a request and returns the answer.
func post(ctx context.Context, url, kind, body string, header http.Header) (answer string, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return "", 0, err
	}
	maps.Copy(req.Header, header)
	req.Header.Set("Content-Type", kind)
	return do(req)
}

func do(req *http.Request) (answer string, status int, err error) {
	resp, err := (&http.Client{Timeout: 5 * time.Minute}).Do(req)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	return string(raw), resp.StatusCode, err
}
