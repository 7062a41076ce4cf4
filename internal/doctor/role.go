package doctor

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"counterpoint/internal/deployment"
)

// allowed tells whether the role of the digest function may write schedules and
// hand them their role: a permissions boundary may take from it what the
// template gives, and the first to see that would be who types /digest schedule.
func (c cloud) allowed(ctx context.Context, st deployment.Stack, role string) {
	what := "role of the digest function"
	if role == "" {
		c.note(what, "put the digest function right first", "what it may do is not looked at")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client := iam.NewFromConfig(c.aws)
	before := c.faults
	for _, may := range needed(st) {
		may.PolicySourceArn = &role
		got, err := client.SimulatePrincipalPolicy(ctx, &may)
		if err != nil {
			then := denied(err, "iam:SimulatePrincipalPolicy")
			c.note(what, then, "what it may do is not known: %s", why(err))
			return
		}
		for _, r := range got.EvaluationResults {
			c.judged(what, r)
		}
	}
	if c.faults == before {
		c.ok(what, "it may write schedules, and pass them their role")
	}
}

// needed are the questions whether a role may do what the template's statements
// Schedules, ListSchedules and RoleOfSchedules allow.
func needed(st deployment.Stack) []iam.SimulatePrincipalPolicyInput {
	of := strings.SplitN(st.DigestQueueARN, ":", 6) // arn, partition, sqs, region, account, name
	if len(of) < 6 {
		return nil
	}
	one := strings.Join([]string{of[0], of[1], "scheduler", of[3], of[4], "schedule/" + st.Group + "/C0-0830-daily"}, ":")
	passed := types.ContextEntry{
		ContextKeyName: aws.String("iam:PassedToService"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{"scheduler.amazonaws.com"},
	}
	return []iam.SimulatePrincipalPolicyInput{
		{ActionNames: []string{"scheduler:ListSchedules"}},
		{ActionNames: []string{"scheduler:GetSchedule", "scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"}, ResourceArns: []string{one}},
		{ActionNames: []string{"iam:PassRole"}, ResourceArns: []string{st.Role}, ContextEntries: []types.ContextEntry{passed}},
	}
}

// judged tells of an action that the role may not do, and of who forbids it.
func (c cloud) judged(what string, r types.EvaluationResult) {
	action := aws.ToString(r.EvalActionName)
	switch {
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed:
	case r.PermissionsBoundaryDecisionDetail != nil && !r.PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary:
		c.fault(what, "allow "+action+" in the policy that the stack's parameter PermissionsBoundary names", "it may not %s: its permissions boundary does not allow it", action)
	case r.OrganizationsDecisionDetail != nil && !r.OrganizationsDecisionDetail.AllowedByOrganizations:
		c.fault(what, "have "+action+" allowed in the account's service control policies", "it may not %s: the organization does not allow it", action)
	default:
		c.fault(what, c.putBack(), "it may not %s (%s)", action, r.EvalDecision)
	}
}
