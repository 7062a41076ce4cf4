package lambdaenv

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"counterpoint/internal/config"
)

// Secrets are what a function may know; empty: it may not.
type Secrets struct {
	BotToken      config.Secret
	SigningSecret config.Secret
	// LinkKey signs links to evidence pages; PreviousKey holds for those that
	// were signed before.
	LinkKey, PreviousKey config.Secret
}

const (
	secretBytes = 1 << 20 // of an answer; three parameters are far smaller
	secretTries = 3
)

// ReadSecrets asks Parameter Store for secrets, all in one call: SecureStrings,
// or secrets of Secrets Manager, by names that begin with
// /aws/reference/secretsmanager/. The parameter of the link key may hold two
// keys with a space between them, the current and the previous one.
//
// With an error it returns those secrets that are there, so that what is wrong
// with them can be told too. Where it is not known what to ask, or whom, which
// has been told as a fault of the settings, it asks nothing.
//
// It is one signed request, written out here, as the SDK's client for this
// service would be a sixth of the function.
func ReadSecrets(ctx context.Context, client *http.Client, c aws.Config, n Names, now func() time.Time) (Secrets, error) {
	var names []string
	for _, name := range []string{n.BotToken, n.SigningSecret, n.LinkKey} {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 || c.Region == "" {
		return Secrets{}, nil
	}
	body, err := json.Marshal(map[string]any{"Names": names, "WithDecryption": true})
	if err != nil {
		return Secrets{}, err
	}
	var values map[string]string
	for try := range secretTries {
		var again bool
		if values, again, err = getParameters(ctx, client, c, body, now()); err == nil || !again || try == secretTries-1 {
			break
		}
	}
	if err != nil {
		return Secrets{}, fmt.Errorf("read the secrets from Parameter Store: %w", err)
	}
	return secretsOf(n, values)
}

// secretsOf takes the secrets out of an answer, and tells all that are missing.
func secretsOf(n Names, values map[string]string) (Secrets, error) {
	var faults []error
	take := func(name string) string {
		v := strings.TrimSpace(values[name])
		if name != "" && v == "" {
			faults = append(faults, fmt.Errorf(`the parameter %s is not there, or empty: aws ssm put-parameter --type SecureString --name %s --value …`, name, name))
		}
		return v
	}
	current, previous, _ := strings.Cut(take(n.LinkKey), " ")
	s := Secrets{
		BotToken: config.NewSecret(take(n.BotToken)), SigningSecret: config.NewSecret(take(n.SigningSecret)),
		LinkKey: config.NewSecret(current), PreviousKey: config.NewSecret(strings.TrimSpace(previous)),
	}
	return s, errors.Join(faults...)
}

// getParameters does one request. Again reports whether another may help.
func getParameters(ctx context.Context, client *http.Client, c aws.Config, body []byte, now time.Time) (values map[string]string, again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	at := endpoint(c, "SSM", "https://ssm."+c.Region+".amazonaws.com")
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(at, "/")+"/", bytes.NewReader(body))
	if err != nil {
		return nil, false, err
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "AmazonSSM.GetParameters")
	keys, err := c.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, false, err
	}
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(ctx, keys, req, hex.EncodeToString(sum[:]), "ssm", c.Region, now); err != nil {
		return nil, false, err
	}
	resp, err := client.Do(req)
	if err != nil {
		if ue, ok := errors.AsType[*url.Error](err); ok {
			err = ue.Err
		}
		return nil, true, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, secretBytes))
	if err != nil {
		return nil, true, err
	}
	return parametersIn(resp.StatusCode, raw)
}

func parametersIn(status int, raw []byte) (values map[string]string, again bool, err error) {
	var answer struct {
		Type       string `json:"__type"`
		Parameters []struct{ Name, Value string }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, status >= 500, fmt.Errorf("it answered %d, and no JSON", status) // which may quote a secret
	}
	if status != http.StatusOK {
		return nil, status >= 500 || strings.Contains(answer.Type, "Throttling"), fmt.Errorf("it answered %d, %.80s", status, answer.Type)
	}
	values = map[string]string{}
	for _, p := range answer.Parameters {
		values[p.Name] = p.Value
	}
	return values, false, nil
}

// VoterKey is a key by which voters are known again, made of the link key: it
// signs nothing else, and nobody can tell one from the other. A rotation of the
// link key lets who voted on a story vote on it once more.
func (s Secrets) VoterKey() []byte {
	mac := hmac.New(sha256.New, []byte(s.LinkKey.Reveal()))
	mac.Write([]byte("voters"))
	return mac.Sum(nil)
}
