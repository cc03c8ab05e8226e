package zalo

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"danvanbot/bot/line"
)

// maxBody is beyond an answer, which holds one message.
const maxBody = 1 << 20

// query is one request to be made.
type query struct {
	method  string
	params  map[string]string
	timeout time.Duration // 0 means line.CallTimeout
}

// request calls a method and gives its result.
func (c *Client) request(ctx context.Context, q query) (json.RawMessage, *callError) {
	if q.timeout == 0 {
		q.timeout = line.CallTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, q.timeout)
	defer cancel()
	a, err := c.post(ctx, q)
	if err != nil {
		return nil, c.failure(q.method, a, err)
	}
	var e envelope
	if !bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("{")) || json.Unmarshal(a.body, &e) != nil {
		return nil, c.failure(q.method, a, line.ErrNotJSON)
	}
	if !e.OK {
		return nil, c.refusal(q.method, a, e)
	}
	return e.Result, nil
}

// answer is what came back over HTTP.
type answer struct {
	status int
	after  time.Duration // of the header Retry-After, which a proxy may add
	body   []byte
}

// post sends the request and reads the whole answer.
func (c *Client) post(ctx context.Context, q query) (answer, error) {
	body, err := json.Marshal(q.params)
	if err != nil {
		return answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+q.method, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	a := answer{status: resp.StatusCode, after: retryAfter(resp.Header)}
	a.body, err = line.ReadAll(resp.Body, maxBody)
	return a, err
}

func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil {
		return 0
	}
	return line.RetryAfter(seconds)
}
