package doctor

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"

	"counterpoint/internal/config"
	"counterpoint/internal/deployment"
	"counterpoint/internal/evidence"
)

// secret is a parameter that must be there.
type secret struct {
	what, name string
	value      string             // that it is put from
	wrong      func(string) error // what is wrong with its form
}

// secrets looks at the parameters of the deployment, and returns the bot token;
// an empty one where there is none that could be one.
func (c cloud) secrets(ctx context.Context, st deployment.Stack) (bot config.Secret) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	all := []secret{
		{"bot token", st.Bot, "file://bot-token", wrongBot},
		{"signing secret", st.Signing, "file://signing-secret", wrongSigning},
		{"link key", st.Link, `"$(openssl rand -base64 33)"`, wrongLink},
	}
	in := &ssm.GetParametersInput{WithDecryption: aws.Bool(true)}
	for _, s := range all {
		in.Names = append(in.Names, s.name)
	}
	got, err := ssm.NewFromConfig(c.aws).GetParameters(ctx, in)
	if err != nil {
		c.failed("parameters", "ssm:GetParameters", "counterpoint doctor, once more in a minute", err)
		return bot
	}
	for _, s := range all {
		if p := find(got.Parameters, s.name); c.secret(s, p) && s.name == st.Bot {
			bot = config.NewSecret(strings.TrimSpace(aws.ToString(p.Value)))
		}
	}
	return bot
}

func find(all []types.Parameter, name string) *types.Parameter {
	for i := range all {
		if aws.ToString(all[i].Name) == name {
			return &all[i]
		}
	}
	return nil
}

// secret looks at one parameter, and tells nothing of its value.
func (c cloud) secret(s secret, p *types.Parameter) bool {
	what, put := "parameter "+s.name, put(s.name, s.value)
	if p == nil || strings.TrimSpace(aws.ToString(p.Value)) == "" {
		if name, ok := strings.CutPrefix(s.name, fromSecretsManager); ok {
			put = "aws secretsmanager create-secret --name " + name + " --secret-string " + s.value
		}
		c.fault(what, put, "the %s is not there, or empty", s.what)
		return false
	}
	if p.Type != types.ParameterTypeSecureString {
		c.fault(what, "aws ssm delete-parameter --name "+s.name+" && "+put, "the %s lies there unencrypted: its type is %s", s.what, p.Type)
		return false
	}
	if err := s.wrong(strings.TrimSpace(aws.ToString(p.Value))); err != nil {
		c.fault(what, c.replace(s.name, s.value), "%v", err)
		return false
	}
	c.ok(what, "the %s is there, encrypted", s.what)
	return true
}

// fromSecretsManager begins the names of parameters that stand for secrets of
// Secrets Manager.
const fromSecretsManager = "/aws/reference/secretsmanager/"

// put is what writes a secret.
func put(name, value string) string {
	if secret, ok := strings.CutPrefix(name, fromSecretsManager); ok {
		return "aws secretsmanager put-secret-value --secret-id " + secret + " --secret-string " + value
	}
	return "aws ssm put-parameter --overwrite --type SecureString --name " + name + " --value " + value
}

type form string

func (f form) Error() string { return string(f) }

func wrongBot(text string) error {
	if !strings.HasPrefix(text, "xoxb-") || strings.ContainsAny(text, " \t\r\n\"'") {
		return form("it holds no bot token, which begins with xoxb- and stands without quotes")
	}
	return nil
}

func wrongSigning(text string) error {
	if strings.HasPrefix(text, "xox") || strings.HasPrefix(text, "xapp-") || strings.ContainsAny(text, " \t\r\n\"'") {
		return form("it holds no signing secret, which stands under Basic Information of the Slack app, without quotes")
	}
	return nil
}

// wrongLink reads the current key and after a space the one before it.
func wrongLink(text string) error {
	current, previous, _ := strings.Cut(text, " ")
	_, err := evidence.NewKeys(current, strings.TrimSpace(previous))
	return err
}
