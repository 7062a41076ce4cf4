package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"counterpoint/internal/queue"
	"counterpoint/internal/store"
	"counterpoint/internal/store/dynamo"
)

const (
	region = "us-east-1"
	table  = "counterpoint"
)

// cloud is the stand-ins of AWS on this machine.
type cloud struct {
	moto     string // where the stand-in for SQS, SSM and Scheduler answers
	dynamo   string
	store    *store.Store
	queues   map[string]string // "fetch", "digest": their URLs, as functions know them
	client   *http.Client
	insideAt string // how functions call this machine
}

// startCloud starts DynamoDB Local and moto's server.
func (r *round) startCloud(ctx context.Context) error {
	r.cloud = cloud{client: &http.Client{Timeout: 30 * time.Second}, queues: map[string]string{}, insideAt: r.name}
	port, err := freePort(ctx, r.host)
	if err != nil {
		return err
	}
	db, err := start("DynamoDB Local", r.tools.dynamo, nil, r.tools.java, "-Xmx512m", "-Djava.library.path="+filepath.Join(r.tools.dynamo, "DynamoDBLocal_lib"),
		"-jar", filepath.Join(r.tools.dynamo, "DynamoDBLocal.jar"), "-inMemory", "-disableTelemetry", "-sharedDb", "-port", port)
	if err != nil {
		return err
	}
	r.atEnd(db.stop)
	if err := db.ready(net.JoinHostPort(r.host, port)); err != nil {
		return err
	}
	r.cloud.dynamo = "http://" + net.JoinHostPort(r.name, port)
	if err := r.cloud.openTable(ctx, "http://"+net.JoinHostPort(r.host, port)); err != nil {
		return err
	}
	motoPort, err := freePort(ctx, r.host)
	if err != nil {
		return err
	}
	moto, err := start("moto", r.dir, r.environ(), r.tools.moto, "-H", r.host, "-p", motoPort)
	if err != nil {
		return err
	}
	r.atEnd(moto.stop)
	if err := moto.ready(net.JoinHostPort(r.host, motoPort)); err != nil {
		return err
	}
	r.cloud.moto = "http://" + net.JoinHostPort(r.host, motoPort)
	return r.cloud.setUp(ctx, "http://"+net.JoinHostPort(r.name, motoPort), r.secrets())
}

func (c *cloud) openTable(ctx context.Context, at string) error {
	client := dynamodb.New(dynamodb.Options{
		Region: region, BaseEndpoint: aws.String(at), Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})
	c.store = store.New(dynamo.New(client, table, func(ctx context.Context, d time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(d):
			return nil
		}
	}))
	return dynamo.CreateTable(ctx, client, table)
}

// setUp makes the queues, the secrets and the group of schedules.
func (c *cloud) setUp(ctx context.Context, insideURL string, secrets map[string]string) error {
	for _, name := range []string{"fetch", "digest"} {
		var out struct{ QueueURL string }
		if err := c.call(ctx, "sqs", "AmazonSQS.CreateQueue", map[string]any{"QueueName": name, "Attributes": map[string]string{"VisibilityTimeout": "600"}}, &out); err != nil {
			return err
		}
		c.queues[name] = insideURL + "/123456789012/" + name
	}
	for name, value := range secrets {
		if err := c.call(ctx, "ssm", "AmazonSSM.PutParameter", map[string]any{"Name": name, "Value": value, "Type": "SecureString", "Overwrite": true}, nil); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.moto+"/schedule-groups/counterpoint", strings.NewReader(`{}`))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", authorization("scheduler"))
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
		return fmt.Errorf("make a group of schedules: %d", resp.StatusCode)
	}
	return nil
}

// authorization names the service to moto, which looks at no signature.
func authorization(service string) string {
	return "AWS4-HMAC-SHA256 Credential=local/20260101/" + region + "/" + service + "/aws4_request, SignedHeaders=host, Signature=local"
}

// call does one request of a service's JSON protocol.
func (c *cloud) call(ctx context.Context, service, target string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.moto+"/", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", authorization(service))
	req.Header.Set("X-Amz-Target", target)
	req.Header.Set("Content-Type", "application/x-amz-json-1.0")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: the stand-in answers %d", target, resp.StatusCode)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

// receive takes up to ten messages off a queue, and waits some seconds for the
// first.
func (c *cloud) receive(ctx context.Context, name string) ([]queue.Message, error) {
	var out struct {
		Messages []struct {
			MessageID     string `json:"MessageId"`
			Body          string
			ReceiptHandle string
		}
	}
	in := map[string]any{"QueueUrl": c.queues[name], "MaxNumberOfMessages": 10, "WaitTimeSeconds": 2}
	if err := c.call(ctx, "sqs", "AmazonSQS.ReceiveMessage", in, &out); err != nil {
		return nil, err
	}
	var all []queue.Message
	for _, m := range out.Messages {
		if err := c.call(ctx, "sqs", "AmazonSQS.DeleteMessage", map[string]any{"QueueUrl": c.queues[name], "ReceiptHandle": m.ReceiptHandle}, nil); err != nil {
			return nil, err
		}
		all = append(all, queue.Message{ID: m.MessageID, Body: m.Body, Receives: 1})
	}
	return all, nil
}
