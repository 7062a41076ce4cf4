package lambdaenv

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// endpoints are the addresses of services that are not AWS's own, by the end
// of their variables. The SDK asks a configuration's sources for them.
type endpoints map[string]string

// GetServiceBaseEndpoint is the address of the service with an SDK ID.
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, sdkID string) (string, bool, error) {
	at, ok := e[strings.ToUpper(strings.ReplaceAll(sdkID, " ", "_"))]
	return at, ok, nil
}

// endpoint is a service's address under a configuration, for a service that is
// asked without its SDK.
func endpoint(c aws.Config, service, usual string) string {
	for _, source := range c.ConfigSources {
		if e, ok := source.(endpoints); ok && e[service] != "" {
			return e[service]
		}
	}
	return usual
}
