package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/line"
)

// maxBody is beyond a batch of updates, which has at most about 4 MiB.
const maxBody = 16 << 20

// query is one request to be made.
type query struct {
	method  string
	params  tgbotapi.Params
	files   []tgbotapi.RequestFile
	timeout time.Duration // 0 means line.CallTimeout
}

// call is the library's HTTPClient for one request. It carries what the library drops: the context, a time limit,
// and the HTTP status of the answer.
type call struct {
	ctx     context.Context
	http    *http.Client
	timeout time.Duration
	status  int
}

func (c *call) run(api *tgbotapi.BotAPI, q query) (*tgbotapi.APIResponse, error) {
	if len(q.files) > 0 {
		return api.UploadFiles(q.method, q.params, q.files)
	}
	return api.MakeRequest(q.method, q.params)
}

// Do sends the request and reads the whole answer, so that nothing is left to wait for once it returns.
func (c *call) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(c.ctx, c.timeout)
	defer cancel()
	resp, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	c.status = resp.StatusCode
	body, err := line.ReadAll(resp.Body, maxBody)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) || !json.Valid(body) {
		return nil, line.ErrNotJSON
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
