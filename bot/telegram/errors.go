package telegram

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
)

// ErrToken is returned by Run when Telegram does not know the token: it was mistyped or revoked, or the endpoint is not
// a Bot API. Trying again would not help.
var ErrToken = errors.New("telegram does not accept the token: check telegram.token (@BotFather shows it) and telegram.api_endpoint")

// callError is a request that failed. It has no Unwrap on purpose: what lies below may hold the address, and so the token.
type callError struct {
	method string
	status int           // Telegram's error code, else the HTTP status, else 0
	text   string        // what Telegram or the network said, redacted
	after  time.Duration // how long Telegram asks to wait
	moved  int64         // the chat's new id
	said   bool          // Telegram itself said no; otherwise the line failed
	why    line.Reason   // with said == false
}

// Error names the method and the reason, never the address.
func (e *callError) Error() string {
	if e.status != 0 {
		return fmt.Sprintf("telegram %s: status %d: %s", e.method, e.status, e.text)
	}
	return fmt.Sprintf("telegram %s: %s", e.method, e.text)
}

func optionError(what string) error { return fmt.Errorf("%w: %s", ErrOptions, what) }

// failure makes what the library returned safe and readable.
func (c *Client) failure(method string, status int, err error) *callError {
	if api, ok := errors.AsType[*tgbotapi.Error](err); ok && (api.Code != 0 || status >= http.StatusBadRequest || api.RetryAfter > 0) {
		e := &callError{method: method, status: api.Code, text: c.redact(api.Message), said: true, moved: api.MigrateToChatID}
		if e.status == 0 {
			e.status = status // UploadFiles drops the code
		}
		e.after = line.RetryAfter(api.RetryAfter)
		return e
	}
	err = line.Cause(err)
	return &callError{method: method, status: status, text: c.redact(err.Error()), why: line.ReasonOf(err)}
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// redact hides secrets, and what "can't parse entities" quotes from the message.
func (c *Client) redact(s string) string {
	if strings.Contains(s, "can't parse entities") {
		s = quoted.ReplaceAllString(s, `"…"`)
	}
	return c.secrets.Hide(s)
}

// hint tells the person who runs the bot what to look at.
func hint(why line.Reason) string {
	const blocked = "Telegram có thể bị chặn ở mạng này; hãy đặt telegram.proxy hoặc telegram.api_endpoint"
	switch why {
	case line.Name:
		return "không phân giải được tên miền: kiểm tra mạng và DNS; " + blocked
	case line.Refused:
		return "kết nối bị từ chối: kiểm tra địa chỉ và tường lửa; " + blocked
	case line.Timeout:
		return "quá thời gian chờ: " + blocked
	case line.Proxy:
		return "không qua được proxy: kiểm tra telegram.proxy"
	case line.Certificate:
		return "chứng chỉ TLS không hợp lệ: kiểm tra telegram.api_endpoint, đồng hồ máy và proxy của mạng"
	case line.Answer:
		return "máy chủ không trả lời như Telegram: kiểm tra telegram.api_endpoint; nếu địa chỉ đúng thì chờ, bot sẽ tự thử lại"
	default:
		return "kết nối bị ngắt: " + blocked
	}
}

// sendError says what the sender should do about a failed call.
func sendError(e *callError) *chat.SendError {
	s := &chat.SendError{Failure: chat.Permanent, After: e.after, Cause: e.Error()}
	switch {
	case e.said && e.moved != 0:
		s.Failure, s.NewChat = chat.Moved, decimal(e.moved)
	case e.said && (e.status == http.StatusTooManyRequests || e.after > 0):
		s.Failure, s.After = chat.Throttled, max(e.after, time.Second)
	case !e.said || e.status >= 500:
		s.Failure = chat.Retry
	case e.status == http.StatusForbidden:
		s.Failure = chat.Gone
	case fatal(e) || e.status == http.StatusConflict:
		s.Failure = chat.Retry // Run stops the program about the token; the message is not to blame
	case strings.Contains(e.text, "message is not modified"), strings.Contains(e.text, "query is too old"):
		s.Failure = chat.Done
	}
	return s
}

// fatal tells whether Telegram refused the token.
func fatal(e *callError) bool {
	return e.said && (e.status == http.StatusUnauthorized || e.status == http.StatusNotFound)
}
