// Package dynamo keeps a store's items in one DynamoDB table, with the AWS SDK.
//
// Every read but Skim is strongly consistent. A batch of several writes that go together
// is a transaction, whose token makes a retry after a lost answer harmless. A
// write that stands alone costs half as much as one in a transaction; it leaves
// a mark in its item, by which a retry knows its own first try again. An item's expiry is compared in
// the condition of a write: the table's time to live, which deletes within days
// and not at the second, only saves room. Throttling and transactions that met
// another one are tried again, a bounded number of times.
package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"counterpoint/internal/store"
)

// The attributes of an item.
const (
	attrPK     = "PK"
	attrSK     = "SK"
	attrRev    = "rev"
	attrSchema = "schema"
	attrTTL    = "ttl" // Unix seconds; the table's time to live
	attrData   = "data"
	attrBy     = "by" // of a single write on a condition: its mark
)

// maxGet is the most keys that DynamoDB reads in one call.
const maxGet = 100

// DB is a table of items: a store.Driver.
type DB struct {
	client *dynamodb.Client
	table  string
	sleep  func(context.Context, time.Duration) error
}

// New makes a driver over a table that is there. The client knows region,
// credentials and endpoint; sleep waits between tries, until the context is
// over.
func New(client *dynamodb.Client, table string, sleep func(context.Context, time.Duration) error) *DB {
	return &DB{client: client, table: table, sleep: sleep}
}

// Get returns the items that are there.
func (d *DB) Get(ctx context.Context, keys []store.Key) ([]store.Item, error) {
	todo, err := attributes(keys)
	if err != nil {
		return nil, err
	}
	out := make([]store.Item, 0, len(keys))
	p := pause{sleep: d.sleep}
	for len(todo) > 0 {
		n := min(len(todo), maxGet)
		in := &dynamodb.BatchGetItemInput{RequestItems: map[string]types.KeysAndAttributes{
			d.table: {Keys: todo[:n], ConsistentRead: aws.Bool(true)},
		}}
		var answer *dynamodb.BatchGetItemOutput
		err := d.patiently(ctx, "read", func() (err error) {
			answer, err = d.client.BatchGetItem(ctx, in)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, raw := range answer.Responses[d.table] {
			i, err := decode(raw)
			if err != nil {
				return nil, err
			}
			out = append(out, i)
		}
		left := answer.UnprocessedKeys[d.table].Keys
		if len(left) == n { // nothing was read: wait, rather than ask at once
			if err := p.wait(ctx, errors.New("nothing of a batch could be read")); err != nil {
				return nil, fmt.Errorf("read table %s: %w", d.table, err)
			}
		} else {
			p.tried = 0
		}
		todo = append(left, todo[n:]...)
	}
	return out, nil
}

// attributes are keys as DynamoDB wants them, each once.
func attributes(keys []store.Key) ([]map[string]types.AttributeValue, error) {
	out := make([]map[string]types.AttributeValue, 0, len(keys))
	seen := make(map[store.Key]bool, len(keys))
	for _, k := range keys {
		if err := store.CheckKey(k); err != nil {
			return nil, err
		}
		if !seen[k] {
			seen[k] = true
			out = append(out, key(k))
		}
	}
	return out, nil
}

// Query returns a range of a partition.
func (d *DB) Query(ctx context.Context, pk, from, to string, limit int) ([]store.Item, error) {
	return d.queried(ctx, d.rangeOf(pk, from, to), from, to, limit)
}

// Skim returns a range of a partition, read eventually consistently: usually
// what was written a second ago is in it.
func (d *DB) Skim(ctx context.Context, pk, from, to string) ([]store.Item, error) {
	in := d.rangeOf(pk, from, to)
	in.ConsistentRead = aws.Bool(false)
	return d.queried(ctx, in, from, to, 0)
}

func (d *DB) queried(ctx context.Context, in *dynamodb.QueryInput, from, to string, limit int) ([]store.Item, error) {
	if to != "" && from >= to {
		return nil, nil
	}
	var out []store.Item
	for {
		if limit > 0 { // one more than is missing, as an item at "to" may be among them
			in.Limit = aws.Int32(int32(min(limit-len(out)+1, 1000)))
		}
		var answer *dynamodb.QueryOutput
		err := d.patiently(ctx, "query", func() (err error) {
			answer, err = d.client.Query(ctx, in)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, raw := range answer.Items {
			i, err := decode(raw)
			if err != nil {
				return nil, err
			}
			if to != "" && i.SK >= to || limit > 0 && len(out) == limit {
				return out, nil
			}
			out = append(out, i)
		}
		in.ExclusiveStartKey = answer.LastEvaluatedKey
		if len(in.ExclusiveStartKey) == 0 || limit > 0 && len(out) == limit {
			return out, nil
		}
	}
}

// rangeOf asks for from <= SK <= to: a condition on a key has no form for the
// half-open range.
func (d *DB) rangeOf(pk, from, to string) *dynamodb.QueryInput {
	condition := attrPK + " = :pk"
	values := map[string]types.AttributeValue{":pk": text(pk)}
	if from != "" {
		values[":from"] = text(from)
	}
	if to != "" {
		values[":to"] = text(to)
	}
	switch {
	case from != "" && to != "":
		condition += " AND " + attrSK + " BETWEEN :from AND :to"
	case from != "":
		condition += " AND " + attrSK + " >= :from"
	case to != "":
		condition += " AND " + attrSK + " <= :to"
	}
	return &dynamodb.QueryInput{
		TableName: &d.table, ConsistentRead: aws.Bool(true),
		KeyConditionExpression: &condition, ExpressionAttributeValues: values,
	}
}

// Write does all of a batch or nothing.
func (d *DB) Write(ctx context.Context, now time.Time, batch []store.Write) error {
	if err := store.CheckBatch(batch); err != nil {
		return err
	}
	switch len(batch) {
	case 0:
		return ctx.Err()
	case 1:
		return d.WriteEach(ctx, now, batch)
	}
	return d.together(ctx, now, batch)
}

// together writes a batch as one transaction.
func (d *DB) together(ctx context.Context, now time.Time, batch []store.Write) error {
	in := &dynamodb.TransactWriteItemsInput{ClientRequestToken: aws.String(rand.Text())}
	for _, w := range batch {
		in.TransactItems = append(in.TransactItems, d.action(now, w))
	}
	p := pause{sleep: d.sleep}
	for {
		_, err := d.client.TransactWriteItems(ctx, in)
		if err == nil {
			return nil
		}
		why, passing := reason(err, batch)
		if !passing {
			return fmt.Errorf("write table %s: %w", d.table, why)
		}
		if err := p.wait(ctx, why); err != nil {
			return fmt.Errorf("write table %s: %w", d.table, err)
		}
	}
}

// action is a write as DynamoDB wants it.
func (d *DB) action(now time.Time, w store.Write) types.TransactWriteItem {
	condition, values := conditionOf(now, w.If)
	if w.Delete {
		return types.TransactWriteItem{Delete: &types.Delete{
			TableName: &d.table, Key: key(w.Item.Key),
			ConditionExpression: condition, ExpressionAttributeValues: values, ExpressionAttributeNames: names(condition),
		}}
	}
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &d.table, Item: encode(w.Item),
		ConditionExpression: condition, ExpressionAttributeValues: values, ExpressionAttributeNames: names(condition),
	}}
}

// conditionOf compares times itself: an expired item is there until DynamoDB
// gets round to it.
func conditionOf(now time.Time, c store.Condition) (*string, map[string]types.AttributeValue) {
	at := number(now.Unix())
	switch c {
	case store.Any:
		return nil, nil
	case store.Absent:
		return aws.String("attribute_not_exists(" + attrPK + ") OR #ttl <= :now"), map[string]types.AttributeValue{":now": at}
	}
	return aws.String(attrRev + " = :rev AND (attribute_not_exists(#ttl) OR #ttl > :now)"),
		map[string]types.AttributeValue{":now": at, ":rev": number(int64(c))}
}

// names stand for the words that DynamoDB reserves.
func names(condition *string) map[string]string {
	if condition == nil {
		return nil
	}
	return map[string]string{"#ttl": attrTTL}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func key(k store.Key) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{attrPK: text(k.PK), attrSK: text(k.SK)}
}

func encode(i store.Item) map[string]types.AttributeValue {
	out := key(i.Key)
	out[attrRev], out[attrSchema] = number(i.Rev), number(int64(i.Schema))
	if len(i.Data) > 0 {
		out[attrData] = &types.AttributeValueMemberB{Value: i.Data}
	}
	if !i.Expires.IsZero() {
		out[attrTTL] = number(i.Expires.Unix())
	}
	return out
}

func decode(raw map[string]types.AttributeValue) (store.Item, error) {
	var i store.Item
	i.PK, i.SK = textOf(raw[attrPK]), textOf(raw[attrSK])
	rev, err1 := numberOf(raw[attrRev])
	form, err2 := numberOf(raw[attrSchema])
	i.Rev, i.Schema = rev, int(form)
	if b, ok := raw[attrData].(*types.AttributeValueMemberB); ok {
		i.Data = b.Value
	}
	var err3 error
	if ttl, ok := raw[attrTTL]; ok {
		var at int64
		at, err3 = numberOf(ttl)
		i.Expires = time.Unix(at, 0).UTC()
	}
	if err := errors.Join(err1, err2, err3); err != nil {
		return store.Item{}, fmt.Errorf("%v: not an item of counterpoint's: %w", i.Key, err)
	}
	return i, nil
}

func textOf(v types.AttributeValue) string {
	if s, ok := v.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

func numberOf(v types.AttributeValue) (int64, error) {
	n, ok := v.(*types.AttributeValueMemberN)
	if !ok {
		return 0, errors.New("a number is missing")
	}
	return strconv.ParseInt(n.Value, 10, 64)
}
