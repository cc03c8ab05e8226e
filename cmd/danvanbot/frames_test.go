package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// FuzzFrames: whatever comes over the local socket is taken apart without a loss, or refused.
func FuzzFrames(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 2, 'a', 'b', 2, 0, 0, 0, 1, 'c'})
	f.Add([]byte{3, 0, 0, 0, 0})
	f.Add([]byte{1, 255, 255, 255, 255, 'a'})
	f.Add([]byte{2, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		var out, messages bytes.Buffer
		if err := copyFrames(bytes.NewReader(data), &out, &messages); err != nil {
			return
		}
		if most := len(data); out.Len()+messages.Len() > most || (out.Len()+messages.Len()-most)%frameHead != 0 && most < frameHead {
			t.Errorf("got %d and %d bytes out of %d", out.Len(), messages.Len(), most)
		}
		answer, mu := httptest.NewRecorder(), sync.Mutex{}
		for stream, content := range map[byte][]byte{streamOut: out.Bytes(), streamErr: messages.Bytes()} {
			if n, err := (frames{answer, &mu, stream}).Write(content); n != len(content) || err != nil {
				t.Errorf("wrote %d of %d bytes, error %v", n, len(content), err)
			}
		}
		var again, messagesAgain bytes.Buffer
		err := copyFrames(answer.Body, &again, &messagesAgain)
		if err != nil || again.String() != out.String() || messagesAgain.String() != messages.String() {
			t.Errorf("written and read: got %q, %q and error %v, want %q and %q", again.String(), messagesAgain.String(), err, out.String(), messages.String())
		}
	})
}

// FuzzLocalRequest: whatever is asked over the local socket that is no command gets a refusal.
func FuzzLocalRequest(f *testing.F) {
	f.Add("{\"name\":\"dance\",\"args\":[\"a\"]}\nrest")
	f.Add("{\"name\":1}\n")
	f.Add("{}\n")
	f.Add(strings.Repeat(" ", 1<<16) + "{}\n")
	f.Fuzz(func(t *testing.T, body string) {
		var req request
		line, _, _ := strings.Cut(body, "\n")
		if json.Unmarshal([]byte(line), &req) == nil && tasks()[req.Name] != nil {
			return
		}
		asked, answer := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/run", strings.NewReader(body)), httptest.NewRecorder()
		(&app{}).answer(answer, asked, nil)
		if answer.Code == http.StatusOK && answer.Header().Get(trailerUsage) == "" || answer.Code == http.StatusInternalServerError {
			t.Errorf("got %d with error %q, want a refusal", answer.Code, answer.Header().Get(trailerError))
		}
	})
}
