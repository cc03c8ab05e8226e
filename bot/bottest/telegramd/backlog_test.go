package telegramd_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"danvanbot/bot/bottest/telegramd"
)

// TestWhatADeadBotSentLast: a bot that is killed may have opened a connection and sent its last call over it, which nobody has
// accepted yet. That call is taken before the kill is excused, so that the next bot may answer the same press.
func TestWhatADeadBotSentLast(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Send("/start")
	send := func(query string) net.Conn {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(srv.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(conn, "GET /bot%s/answerCallbackQuery?callback_query_id=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", srv.Token(), query)
		return conn
	}
	for range 100 {
		query := an.PressData(1, "x")
		_ = send(query).Close() // dead
		srv.BotKilled()
		next := send(query)
		_, _ = io.ReadAll(next)
		_ = next.Close()
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("%d of 100 times: %s", len(got), got[0])
	}
}
