// Package bedrock is a driver for models on Amazon Bedrock, through Converse.
//
// It asks for JSON of the schema where the model has structured output, else
// forces a tool whose input is of the schema. Which of the two a model has is
// seen at its first answer. The model, or the inference profile, is named by
// the operator. The SDK's retries are off: the writer decides.
package bedrock

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/document"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime/types"

	"counterpoint/internal/model"
)

// Driver asks one model. It is safe for concurrent use.
type Driver struct {
	client *bedrockruntime.Client
	id     string
	tool   atomic.Bool // the model knows no structured output
}

// New makes a driver for a model ID, an inference profile or the ARN of one.
func New(cfg aws.Config, id string) *Driver {
	client := bedrockruntime.NewFromConfig(cfg, func(o *bedrockruntime.Options) { o.RetryMaxAttempts = 1 })
	return &Driver{client: client, id: id}
}

// Name is what the digest calls it: the model without the account in its ARN.
func (d *Driver) Name() string { return "bedrock:" + d.id[strings.LastIndexByte(d.id, '/')+1:] }

// Ask sends a request.
func (d *Driver) Ask(ctx context.Context, r model.Request) (model.Reply, error) {
	tool := d.tool.Load()
	out, err := d.converse(ctx, r, tool)
	if invalid, ok := errors.AsType[*types.ValidationException](err); ok && !tool && aboutForm(invalid) {
		d.tool.Store(true)
		tool = true
		out, err = d.converse(ctx, r, true)
	}
	if err != nil {
		return model.Reply{}, fault(err)
	}
	return read(out, tool)
}

// aboutForm tells whether a request was turned down for its structured output.
func aboutForm(e *types.ValidationException) bool {
	s := strings.ToLower(e.ErrorMessage())
	for _, w := range []string{"outputconfig", "output_config", "textformat", "text_format", "structured", "json_schema", "jsonschema", "schema"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func (d *Driver) converse(ctx context.Context, r model.Request, tool bool) (*bedrockruntime.ConverseOutput, error) {
	in := &bedrockruntime.ConverseInput{
		ModelId:         aws.String(d.id),
		System:          []types.SystemContentBlock{&types.SystemContentBlockMemberText{Value: r.Instructions}},
		Messages:        []types.Message{{Role: types.ConversationRoleUser, Content: []types.ContentBlock{&types.ContentBlockMemberText{Value: r.Packet}}}},
		InferenceConfig: &types.InferenceConfiguration{MaxTokens: aws.Int32(int32(min(r.MostTokens, 1<<20))), Temperature: aws.Float32(0)}, //nolint:gosec // bounded
	}
	if !tool {
		in.OutputConfig = &types.OutputConfig{TextFormat: &types.OutputFormat{
			Type:      types.OutputFormatTypeJsonSchema,
			Structure: &types.OutputFormatStructureMemberJsonSchema{Value: types.JsonSchemaDefinition{Name: aws.String(toolName), Schema: aws.String(string(r.Schema))}},
		}}
		return d.client.Converse(ctx, in)
	}
	var schema any
	if err := json.Unmarshal(r.Schema, &schema); err != nil {
		return nil, fmt.Errorf("the schema: %w", err)
	}
	in.ToolConfig = &types.ToolConfiguration{
		Tools: []types.Tool{&types.ToolMemberToolSpec{Value: types.ToolSpecification{
			Name: aws.String(toolName), Description: aws.String("The answer."),
			InputSchema: &types.ToolInputSchemaMemberJson{Value: document.NewLazyDocument(schema)},
		}}},
		ToolChoice: &types.ToolChoiceMemberTool{Value: types.SpecificToolChoice{Name: aws.String(toolName)}},
	}
	return d.client.Converse(ctx, in)
}

// toolName is the tool that the answer is the input of. Nothing is run by it.
const toolName = "reply"

func read(out *bedrockruntime.ConverseOutput, tool bool) (model.Reply, error) {
	r := model.Reply{}
	if u := out.Usage; u != nil {
		r.Usage = model.Usage{Input: int(aws.ToInt32(u.InputTokens)), Output: int(aws.ToInt32(u.OutputTokens))}
	}
	switch out.StopReason {
	case types.StopReasonGuardrailIntervened, types.StopReasonContentFiltered, "refusal":
		return r, model.ErrRefused
	case types.StopReasonMaxTokens, types.StopReasonModelContextWindowExceeded:
		return r, errors.New("the model's answer broke off at its greatest length")
	}
	message, ok := out.Output.(*types.ConverseOutputMemberMessage)
	if !ok {
		return r, errors.New("the model answered with no message")
	}
	for _, c := range message.Value.Content {
		switch c := c.(type) {
		case *types.ContentBlockMemberText:
			if !tool {
				r.JSON = append(r.JSON, c.Value...)
			}
		case *types.ContentBlockMemberToolUse:
			if tool && c.Value.Input != nil {
				raw, err := c.Value.Input.MarshalSmithyDocument()
				if err != nil {
					return r, fmt.Errorf("the tool's input: %w", err)
				}
				r.JSON = raw
			}
		}
	}
	return r, nil
}

// fault is what went wrong without what an operator has no use for.
func fault(err error) error {
	if _, ok := errors.AsType[*types.ThrottlingException](err); ok {
		return model.ErrThrottled
	}
	if e, ok := errors.AsType[*types.AccessDeniedException](err); ok {
		return fmt.Errorf("the model may not be used: %s: turn on access to it in Bedrock's console and allow bedrock:InvokeModel on its ARNs", e.ErrorMessage())
	}
	if e, ok := errors.AsType[*types.ResourceNotFoundException](err); ok {
		return fmt.Errorf("there is no such model: %s", e.ErrorMessage())
	}
	if e, ok := errors.AsType[*types.ValidationException](err); ok {
		return fmt.Errorf("the model's service turned the request down: %s", e.ErrorMessage())
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return errors.New("the model's service failed")
}
