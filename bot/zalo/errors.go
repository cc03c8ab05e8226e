package zalo

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"danvanbot/bot/chat"
	"danvanbot/bot/line"
)

// ErrToken is returned by Run when Zalo does not know the token: it was mistyped or reset. Trying again would not help.
var ErrToken = errors.New("zalo does not accept the token: check zalo.token (Zalo Bot Creator shows it) and zalo.api_endpoint")

// callError is a request that failed. It has no Unwrap on purpose: what lies below may hold the address, and so the token.
type callError struct {
	method string
	status int           // Zalo's error code, else the HTTP status, else 0
	text   string        // what Zalo or the network said, redacted
	after  time.Duration // how long a proxy asks to wait
	said   bool          // Zalo itself said no; otherwise the line failed
	why    line.Reason   // with said == false: what hint explains
}

// Error names the method and the reason, never the address.
func (e *callError) Error() string {
	if e.status != 0 {
		return fmt.Sprintf("zalo %s: status %d: %s", e.method, e.status, e.text)
	}
	return fmt.Sprintf("zalo %s: %s", e.method, e.text)
}

// refusal is an answer of no. A code inside the answer counts more than the HTTP status, which may be 200.
func (c *Client) refusal(method string, a answer, e envelope) *callError {
	status := int(e.Code)
	if status == 0 {
		status = a.status
	}
	return &callError{method: method, status: status, text: c.secrets.Hide(e.Description), after: a.after, said: true}
}

// failure makes what the network said safe and readable.
func (c *Client) failure(method string, a answer, err error) *callError {
	err = line.Cause(err)
	return &callError{method: method, status: a.status, text: c.secrets.Hide(err.Error()), after: a.after, why: line.ReasonOf(err)}
}

// idle tells whether a poll just found nothing: Zalo says so with the code 408, in the answer or as its HTTP status.
func idle(e *callError) bool { return e.status == http.StatusRequestTimeout }

// fatal tells whether Zalo refused the token.
func fatal(e *callError) bool { return e.said && e.status == http.StatusUnauthorized }

// hint tells the person who runs the bot what to look at.
func hint(why line.Reason) string {
	switch why {
	case line.Name:
		return "không phân giải được tên miền: kiểm tra mạng, DNS và zalo.api_endpoint"
	case line.Refused:
		return "kết nối bị từ chối: kiểm tra zalo.api_endpoint và tường lửa"
	case line.Timeout:
		return "quá thời gian chờ: kiểm tra mạng, tường lửa và zalo.proxy"
	case line.Proxy:
		return "không qua được proxy: kiểm tra zalo.proxy"
	case line.Certificate:
		return "chứng chỉ TLS không hợp lệ: kiểm tra zalo.api_endpoint, đồng hồ máy và proxy của mạng"
	case line.Answer:
		return "máy chủ không trả lời như Zalo: có thể Zalo đang bảo trì, bot sẽ tự thử lại; nếu kéo dài hãy thử zalo.api_endpoint https://bot-api.zapps.me"
	default:
		return "kết nối bị ngắt: kiểm tra mạng; bot sẽ tự thử lại"
	}
}

// How long to wait when Zalo does not say how long: it never does.
const (
	quotaWait    = time.Hour
	throttleWait = time.Minute
)

// sendError says what the sender should do about a failed call.
func (c *Client) sendError(e *callError) *chat.SendError {
	s := &chat.SendError{Failure: chat.Retry, Cause: e.Error()}
	switch {
	case quotaSpent(e):
		s.Failure, s.After = chat.Throttled, max(e.after, quotaWait)
	case e.status == http.StatusTooManyRequests:
		s.Failure, s.After = chat.Throttled, max(e.after, throttleWait)
	case !e.said:
	case e.status == http.StatusBadRequest:
		s.Failure = chat.Permanent
	case e.status == http.StatusForbidden && !strings.Contains(strings.ToLower(e.text), "internal"):
		s.Failure = chat.Gone // with "internal server error" Zalo means what it says, in spite of the code
	case e.status == http.StatusNotFound && c.known.Load():
		s.Failure = chat.Gone // the token and the method exist, so it is the chat that does not
	}
	return s
}

// quotaSpent tells whether the month's messages are used up.
func quotaSpent(e *callError) bool {
	return e.said && e.status == http.StatusTooManyRequests && strings.Contains(strings.ToLower(e.text), "quota")
}
