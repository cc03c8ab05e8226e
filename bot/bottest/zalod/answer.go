package zalod

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// answer is what a method says. The zero Code is success.
type answer struct {
	Result      any
	Code        int
	Description string
	Status      int  // of HTTP; 0: the code's
	Quoted      bool // the code is a string
}

func ok(result any) answer { return answer{Result: result} }

func badRequest(text string) answer { return answer{Code: 400, Description: "Bad request: " + text} }

func (a answer) write(w http.ResponseWriter) {
	status := a.Status
	if status == 0 {
		status = max(a.Code, http.StatusOK)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(a.body())
}

// body carries an error code on success too, as the real one does.
func (a answer) body() []byte {
	m := map[string]any{"ok": a.Code == 0, "error_code": a.Code}
	if a.Quoted {
		m["error_code"] = strconv.Itoa(a.Code)
	}
	if a.Code == 0 {
		m["result"] = a.Result
	} else {
		m["description"] = a.Description
	}
	data, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return data
}
