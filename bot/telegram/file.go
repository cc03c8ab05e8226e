package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/line"
)

const (
	maxFile         = 20 << 20 // getFile gives no larger one
	downloadTimeout = 2 * time.Minute
)

// ErrFile is returned by File, wrapped with the cause, when a file cannot be fetched.
var ErrFile = errors.New("telegram file cannot be fetched")

// File fetches what a reference in chat.Update.Photos stands for.
func (c *Client) File(ctx context.Context, reference string) ([]byte, error) {
	id, _ := fileID(reference)
	result, failed := c.request(ctx, query{method: "getFile", params: tgbotapi.Params{"file_id": id}})
	if failed != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, failed)
	}
	var file struct {
		Path string `json:"file_path"`
	}
	if err := json.Unmarshal(result, &file); err != nil || file.Path == "" || strings.Contains(file.Path, "..") {
		return nil, fmt.Errorf("%w: no usable path", ErrFile)
	}
	return c.download(ctx, c.files+"/bot"+c.token+"/"+strings.TrimPrefix(file.Path, "/"))
}

func (c *Client) download(ctx context.Context, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, downloadTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, c.failure("download", 0, err))
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, c.failure("download", 0, err))
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", ErrFile, resp.StatusCode)
	}
	data, err := line.ReadAll(resp.Body, maxFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, c.failure("download", 0, err))
	}
	return data, nil
}
