// Package integration holds tests alone: the built functions, run as the Lambda
// service runs them, over DynamoDB's local edition, queues with every fault that
// SQS may have, stand-ins for the Scheduler and Parameter Store, an invented web
// of feeds, and the fake Slack. "make integration" runs them.
package integration
