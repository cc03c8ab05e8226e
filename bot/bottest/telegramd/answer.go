package telegramd

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// answer is what a method says. The zero Code is success.
type answer struct {
	Result      any
	Code        int
	Description string
	RetryAfter  int
	MigrateTo   int64
}

func ok(result any) answer { return answer{Result: result} }

func badRequest(text string) answer { return answer{Code: 400, Description: "Bad Request: " + text} }
func forbidden(text string) answer  { return answer{Code: 403, Description: "Forbidden: " + text} }
func conflict(text string) answer   { return answer{Code: 409, Description: "Conflict: " + text} }

func tooMany(seconds int) answer {
	return answer{Code: 429, Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds), RetryAfter: seconds}
}

func (a answer) write(w http.ResponseWriter) {
	status := http.StatusOK
	if a.Code != 0 {
		status = a.Code
	}
	w.Header().Set("Content-Type", "application/json")
	if a.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(a.RetryAfter))
	}
	w.WriteHeader(status)
	_, _ = w.Write(a.body())
}

func (a answer) body() []byte {
	m := map[string]any{"ok": a.Code == 0}
	if a.Code == 0 {
		m["result"] = a.Result
	} else {
		m["error_code"] = a.Code
	}
	if a.Description != "" {
		m["description"] = a.Description
	}
	parameters := map[string]any{}
	if a.RetryAfter > 0 {
		parameters["retry_after"] = a.RetryAfter
	}
	if a.MigrateTo != 0 {
		parameters["migrate_to_chat_id"] = a.MigrateTo
	}
	if len(parameters) > 0 {
		m["parameters"] = parameters
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return data
}
