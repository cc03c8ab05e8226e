package telegramd_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"danvanbot/bot/bottest/telegramd"
)

func quick() telegramd.Options {
	return telegramd.Options{Now: time.Now, Flood: telegramd.Flood{Off: true}}
}

// post calls a method with "a=1&b=2" and gives status and body.
func post(t *testing.T, srv *telegramd.Server, method, query string) (int, string) {
	t.Helper()
	form, err := url.ParseQuery(query)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/bot"+srv.Token()+"/"+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err.Error()
	}
	return resp.StatusCode, string(body)
}

// description gives what a refusal says, or "ok".
func description(t *testing.T, srv *telegramd.Server, method, query string) string {
	t.Helper()
	status, body := post(t, srv, method, query)
	var a struct {
		OK          bool
		Code        int `json:"error_code"`
		Description string
	}
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("%s: status %d, body %q", method, status, body)
	}
	if a.OK {
		return "ok"
	}
	if a.Code != status {
		t.Errorf("%s: error_code %d, want the HTTP status %d", method, a.Code, status)
	}
	return a.Description
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	theirs := an.Send("/start")
	gone := srv.User(8, "Bình")
	gone.Send("/start")
	gone.Block()
	srv.User(9, "Chi")
	if got := description(t, srv, "sendMessage", "chat_id=7&text=one"); got != "ok" {
		t.Fatal(got)
	}
	ours := fmt.Sprint(an.Messages()[1].ID)
	long := strings.Repeat("đ", 4096)
	button := func(data string) string {
		return "&reply_markup=" + url.QueryEscape(`{"inline_keyboard":[[{"text":"A","callback_data":"`+data+`"}]]}`)
	}
	for _, c := range []struct{ method, query, want string }{
		{"sendMessage", "text=a", "Bad Request: chat_id is empty"},
		{"sendMessage", "chat_id=1&text=a", "Bad Request: chat not found"},
		{"sendMessage", "chat_id=9&text=a", "Forbidden: bot can't initiate conversation with a user"},
		{"sendMessage", "chat_id=8&text=a", "Forbidden: bot was blocked by the user"},
		{"sendMessage", "chat_id=7", "Bad Request: message text is empty"},
		{"sendMessage", "chat_id=7&text=+%0A+%01", "Bad Request: text must be non-empty"},
		{"sendMessage", "chat_id=7&text=" + long, "ok"},
		{"sendMessage", "chat_id=7&text=" + long + "x", "Bad Request: message is too long"},
		{"sendMessage", "chat_id=7&parse_mode=HTML&text=" + url.QueryEscape("<b>"+long+"</b>"), "ok"},
		{"sendMessage", "chat_id=7&text=" + strings.Repeat("x", 32769), "Bad Request: text is too long"},
		{"sendMessage", "chat_id=7&text=a&parse_mode=x", "Bad Request: unsupported parse_mode"},
		{"sendMessage", "chat_id=7&parse_mode=HTML&text=<b>a", `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"sendMessage", "chat_id=7&text=<b>a", "ok"},
		{"sendMessage", "chat_id=7&text=a&entities=null", "ok"},
		{"sendMessage", "chat_id=7&text=a" + button(strings.Repeat("x", 64)), "ok"},
		{"sendMessage", "chat_id=7&text=a" + button(strings.Repeat("ạ", 22)), "Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", "chat_id=7&text=a" + button(""), "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		{"sendMessage", `chat_id=7&text=a&reply_markup={"inline_keyboard":null}`, `Bad Request: Field "inline_keyboard" must be of type Array`},
		{"sendMessage", `chat_id=7&text=a&reply_markup={"inline_keyboard":[]}`, "ok"},
		{"sendMessage", `chat_id=7&text=a&reply_markup={`, "Bad Request: can't parse reply keyboard markup JSON object"},
		{"sendMessage", `chat_id=7&text=a&reply_markup=[]`, "Bad Request: object expected as reply markup"},
		{"sendMessage", `chat_id=7&text=a&reply_markup=null`, "Bad Request: object expected as reply markup"},
		{"sendMessage", `chat_id=7&text=a&reply_markup={"remove_keyboard":true}`, "ok"},
		{"editMessageText", "chat_id=7&text=one&message_id=" + ours, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"editMessageText", "chat_id=7&text=two&message_id=" + ours, "ok"},
		{"editMessageText", "chat_id=7&text=two&message_id=" + ours + button("d"), "ok"},
		{"editMessageText", "chat_id=7&text=two&message_id=" + ours + `&reply_markup={"remove_keyboard":true}`, "Bad Request: inline keyboard expected"},
		{"editMessageText", "chat_id=7&text=two&message_id=99999", "Bad Request: message to edit not found"},
		{"editMessageText", "chat_id=7&text=two&message_id=" + fmt.Sprint(theirs), "Bad Request: message can't be edited"},
		{"editMessageReplyMarkup", "chat_id=7&message_id=" + ours, "ok"},
		{"answerCallbackQuery", "callback_query_id=1", "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		{"setMyCommands", `commands=[{"command":"baocao","description":"Báo cáo"}]&language_code=vi`, "ok"},
		{"setMyCommands", `commands=[{"command":"báo","description":"Báo cáo"}]`, "Bad Request: BOT_COMMAND_INVALID"},
		{"setMyCommands", `commands=[{"command":"Bao","description":"Báo cáo"}]`, "Bad Request: BOT_COMMAND_INVALID"},
		{"setMyCommands", `commands=[{"command":"bao","description":""}]`, "Bad Request: BOT_COMMAND_INVALID"},
		{"sendChatAction", "chat_id=7&action=typing", "ok"},
		{"sendChatAction", "chat_id=7&action=dance", "Bad Request: wrong parameter action in request"},
		{"sendDocument", "chat_id=7", "Bad Request: there is no document in the request"},
		{"sendPhoto", "chat_id=7&photo=zzz", "Bad Request: wrong file_id or the file is temporarily unavailable"},
		{"getFile", "file_id=zzz", "Bad Request: wrong file_id or the file is temporarily unavailable"},
		{"sendSticker", "chat_id=7", "Not Found: method not found"},
		{"SENDMESSAGE", "chat_id=7&text=a", "ok"},
	} {
		if got := description(t, srv, c.method, c.query); got != c.want {
			t.Errorf("%s %.80s\n got %s\nwant %s", c.method, c.query, got, c.want)
		}
	}
	want := []string{"answerCallbackQuery: an unknown press was answered", "sendsticker: unknown method"}
	if diff := cmp.Diff(want, srv.Breaches()); diff != "" {
		t.Errorf("breaches (-want +got):\n%s", diff)
	}
	if srv.Commands("vi") == "" || srv.Commands("") != "" {
		t.Errorf("commands vi %q, default %q", srv.Commands("vi"), srv.Commands(""))
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	get := func(path string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL()+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		body, _ := io.ReadAll(resp.Body)
		return fmt.Sprint(resp.StatusCode, " ", string(body))
	}
	unauthorized := `401 {"description":"Unauthorized","error_code":401,"ok":false}`
	for _, c := range []struct{ path, want string }{
		{"/", `404 {"description":"Not Found","error_code":404,"ok":false}`},
		{"/botx/getMe", `401 {"description":"Unauthorized: invalid token specified","error_code":401,"ok":false}`},
		{"/bot1:x/getMe", unauthorized},
	} {
		if got := get(c.path); got != c.want {
			t.Errorf("%s: got %s, want %s", c.path, got, c.want)
		}
	}
	if got := get("/bot" + srv.Token() + "/GETME"); !strings.HasPrefix(got, "200 ") || !strings.Contains(got, "danvan_test_bot") {
		t.Errorf("getMe: got %s", got)
	}
	srv.Revoke()
	if got := get("/bot" + srv.Token() + "/getMe"); got != unauthorized {
		t.Errorf("revoked: got %s", got)
	}
}

func TestBlockedAgainIsABreach(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Send("/start")
	an.Block()
	for range 2 {
		if got := description(t, srv, "sendMessage", "chat_id=7&text=a"); got != "Forbidden: bot was blocked by the user" {
			t.Errorf("got %s", got)
		}
	}
	if got := srv.Breaches(); len(got) != 1 {
		t.Errorf("got %v, want one breach", got)
	}
	an.Send("I am back")
	if got := description(t, srv, "sendMessage", "chat_id=7&text=a"); got != "ok" {
		t.Errorf("after the person wrote again: got %s", got)
	}
}

func TestPresses(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv := telegramd.New(t, telegramd.Options{Now: clock.now, Flood: telegramd.Flood{Off: true}})
	an := srv.User(7, "An")
	an.Send("/start")
	description(t, srv, "sendMessage", `chat_id=7&text=a&reply_markup={"inline_keyboard":[[{"text":"Gửi","callback_data":"s"}]]}`)
	if err := an.Press("Hủy"); err == nil {
		t.Error("a button that is not there could be pressed")
	}
	if err := an.Press("Gửi"); err != nil {
		t.Fatal(err)
	}
	message := an.Messages()[1].ID
	first, second := "7000001", an.PressData(message, "forged")
	long := strings.Repeat("ạ", 200)
	for _, c := range []struct{ query, want string }{
		{"callback_query_id=" + first + "&text=" + long + "x", "Bad Request: MESSAGE_TOO_LONG"},
		{"callback_query_id=" + first + "&text=" + long, "ok"},
		{"callback_query_id=" + first, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
	} {
		if got := description(t, srv, "answerCallbackQuery", c.query); got != c.want {
			t.Errorf("%.40s: got %s, want %s", c.query, got, c.want)
		}
	}
	if diff := cmp.Diff([]string{long}, an.Notices()); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	description(t, srv, "getUpdates", `allowed_updates=["message"]`)
	clock.add(11 * time.Second)
	want := []string{
		"answerCallbackQuery: the text is longer than 200 characters",
		"answerCallbackQuery: press 7000001 was answered twice",
		"answerCallbackQuery: press " + second + " of chat 7 was never answered",
	}
	if diff := cmp.Diff(want, srv.Breaches()); diff != "" {
		t.Errorf("breaches (-want +got):\n%s", diff)
	}
	clock.add(140 * time.Second)
	if got := description(t, srv, "answerCallbackQuery", "callback_query_id="+second); !strings.Contains(got, "query is too old") {
		t.Errorf("after 151 s: got %s", got)
	}
}

func TestFlood(t *testing.T) {
	t.Parallel()
	clock := newClock()
	srv := telegramd.New(t, telegramd.Options{Now: clock.now})
	for id := range int64(40) {
		srv.User(id+1, "An").Send("/start")
	}
	send := func(chat int) string { return description(t, srv, "sendMessage", fmt.Sprint("text=a&chat_id=", chat)) }
	for range 3 {
		if got := send(1); got != "ok" {
			t.Errorf("in the burst: got %s", got)
		}
	}
	if got, want := send(1), "Too Many Requests: retry after 1"; got != want {
		t.Errorf("beyond the burst: got %s, want %s", got, want)
	}
	clock.add(time.Second / 2)
	send(1)
	clock.add(time.Second)
	if got := send(1); got != "ok" {
		t.Errorf("after retry_after: got %s", got)
	}
	want := []string{
		"sendmessage: too fast for chat 1",
		"sendmessage 1: called again before retry_after was over",
		"sendmessage: too fast for chat 1",
	}
	if diff := cmp.Diff(want, srv.Breaches()); diff != "" {
		t.Errorf("breaches (-want +got):\n%s", diff)
	}
	refused := 0
	for chat := range 35 {
		if send(chat+2) != "ok" {
			refused++
		}
	}
	if refused != 6 {
		t.Errorf("35 chats at once after one message: %d refused, want 6", refused)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Photo("ảnh", "album1")
	_, body := post(t, srv, "getUpdates", `allowed_updates=[]`)
	for _, want := range []string{`"media_group_id":"album1"`, `"caption":"ảnh"`, `"file_id":"photo-1"`, `"width":1280`} {
		if !strings.Contains(body, want) {
			t.Errorf("the update lacks %s: %s", want, body)
		}
	}
	if _, body := post(t, srv, "getFile", "file_id=photo-1"); !strings.Contains(body, `"file_path":"photos/file_1"`) {
		t.Errorf("getFile: got %s", body)
	}
	if got, want := string(srv.File("photo-1")), "large picture of An"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	first := an.Send("/start")
	keyboard := `&reply_markup={"inline_keyboard":[[{"text":"Gửi","callback_data":"s"},{"text":"Sửa","callback_data":"e"}],[{"text":"Hủy","callback_data":"x"}]]}`
	description(t, srv, "sendMessage", "chat_id=7&parse_mode=HTML&text=<b>Xin chào</b>%0Ađồng chí"+keyboard)
	if err := an.Press("Sửa"); err != nil {
		t.Fatal(err)
	}
	description(t, srv, "answerCallbackQuery", "callback_query_id=7000001&text=Đã nhận")
	message, err := an.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	description(t, srv, "editMessageText", fmt.Sprint("chat_id=7&text=Xong&message_id=", message.ID))
	an.Edit(first, "/huy")
	want := strings.Join([]string{
		"> /start", "< Xin chào", "< đồng chí", "< [Gửi] [Sửa]", "< [Hủy]", "> [Sửa]", "<!Đã nhận", "<~Xong", ">~/huy",
	}, "\n")
	if diff := cmp.Diff(want, srv.Transcript(an)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if next, err := an.Next(t.Context()); err != nil || next.Text != "Xong" || next.ID != message.ID || next.Buttons != nil {
		t.Errorf("next: %+v, %v", next, err)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		fault  telegramd.Fault
		status int
		body   string
		effect bool
	}{
		{"html", telegramd.Fault{Kind: telegramd.HTML502}, 502, "<html>", false},
		{"cut before", telegramd.Fault{Kind: telegramd.CutBefore}, 0, "EOF", false},
		{"cut after", telegramd.Fault{Kind: telegramd.CutAfter}, 0, "EOF", true},
		{"garbage", telegramd.Fault{Kind: telegramd.Garbage}, 200, `{"ok":true,"resu`, false},
		{"slow", telegramd.Fault{Kind: telegramd.Slow, Delay: time.Millisecond}, 200, `"ok":true`, true},
		{"too many", telegramd.Fault{Kind: telegramd.TooMany, RetryAfter: 9}, 429, `"parameters":{"retry_after":9}`, false},
		{"code", telegramd.Fault{Kind: telegramd.Code, Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -5}, 400, `"migrate_to_chat_id":-5`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv := telegramd.New(t, quick())
			an := srv.User(7, "An")
			an.Send("/start")
			c.fault.Method, c.fault.Times = "sendMessage", 1
			srv.Fault(c.fault)
			status, body := post(t, srv, "sendMessage", "chat_id=7&text=a")
			if status != c.status || !strings.Contains(body, c.body) {
				t.Errorf("got %d %s, want %d %s", status, body, c.status, c.body)
			}
			if effect := len(an.Messages()) == 2; effect != c.effect {
				t.Errorf("effect %v, want %v", effect, c.effect)
			}
			srv.ClearFaults()
			if got := description(t, srv, "sendMessage", "chat_id=7&text=a"); got != "ok" {
				t.Errorf("afterwards: got %s", got)
			}
			if got := srv.Calls("sendMessage"); got != 2 {
				t.Errorf("calls: got %d, want 2", got)
			}
		})
	}
}

func TestAKilledBotIsExcused(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an, gone := srv.User(7, "An"), srv.User(8, "Bình")
	an.Send("/start")
	gone.Send("/start")
	gone.Block()
	query := an.PressData(1, "x")
	srv.Fault(telegramd.Fault{Method: "sendChatAction", Kind: telegramd.TooMany, RetryAfter: 60, Times: 1})
	tell := func() {
		description(t, srv, "answerCallbackQuery", "callback_query_id="+query)
		description(t, srv, "sendMessage", "chat_id=8&text=a")
		description(t, srv, "sendChatAction", "chat_id=7&action=typing")
	}
	tell()
	srv.BotKilled()
	tell()
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("after a kill: %v", got)
	}
	description(t, srv, "sendMessage", "chat_id=8&text=a")
	if got := srv.Breaches(); len(got) != 1 {
		t.Errorf("got %v, want one breach: the bot was told after its start", got)
	}
}
