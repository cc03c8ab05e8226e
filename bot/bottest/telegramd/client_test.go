package telegramd_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"danvanbot/bot/bottest/telegramd"
)

// TestLibrary holds the fake against a client that others wrote.
func TestLibrary(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
	bot, err := tgbotapi.NewBotAPIWithAPIEndpoint(srv.Token(), srv.URL()+"/bot%s/%s")
	if err != nil || bot.Self.UserName != "danvan_test_bot" {
		t.Fatalf("getMe: %+v, %v", bot, err)
	}
	an := srv.User(7, "An")
	an.Send("/start K7")
	updates, err := bot.GetUpdates(tgbotapi.UpdateConfig{AllowedUpdates: []string{"message", "callback_query"}})
	if err != nil || len(updates) != 1 || updates[0].Message.Command() != "start" || updates[0].Message.CommandArguments() != "K7" {
		t.Fatalf("getUpdates: %+v, %v", updates, err)
	}
	out := tgbotapi.NewMessage(7, "chào")
	out.ReplyMarkup = tgbotapi.NewInlineKeyboardMarkup(tgbotapi.NewInlineKeyboardRow(tgbotapi.NewInlineKeyboardButtonData("Gửi", "s")))
	sent, err := bot.Send(out)
	if err != nil || sent.Text != "chào" || !sent.From.IsBot || *sent.ReplyMarkup.InlineKeyboard[0][0].CallbackData != "s" {
		t.Fatalf("sendMessage: %+v, %v", sent, err)
	}
	if err := an.Press("Gửi"); err != nil {
		t.Fatal(err)
	}
	updates, err = bot.GetUpdates(tgbotapi.UpdateConfig{Offset: updates[0].UpdateID + 1, AllowedUpdates: []string{"callback_query"}})
	if err != nil || len(updates) != 1 || updates[0].CallbackQuery.Message.MessageID != sent.MessageID {
		t.Fatalf("getUpdates: %+v, %v", updates, err)
	}
	if _, err := bot.Request(tgbotapi.NewCallback(updates[0].CallbackQuery.ID, "ok")); err != nil {
		t.Errorf("answerCallbackQuery: %v", err)
	}
	document, err := bot.Send(tgbotapi.NewDocument(7, tgbotapi.FileBytes{Name: "a.txt", Bytes: []byte("abc")}))
	if err != nil || !bytes.Equal(srv.File(document.Document.FileID), []byte("abc")) {
		t.Errorf("sendDocument: %+v, %v", document, err)
	}
	again, err := bot.Send(tgbotapi.NewDocument(7, tgbotapi.FileID(document.Document.FileID)))
	if err != nil || again.Document.FileName != "a.txt" {
		t.Errorf("by id: %+v, %v", again, err)
	}
	if got := srv.Breaches(); len(got) > 0 {
		t.Errorf("breaches: %v", got)
	}
}

func TestJSONRequest(t *testing.T) {
	t.Parallel()
	srv := telegramd.New(t, quick())
	an := srv.User(7, "An")
	an.Send("/start")
	body := `{"method":"sendMessage","chat_id":7,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"Gửi","callback_data":"s"}]]}}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL()+"/bot"+srv.Token()+"/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if got := srv.Transcript(an); resp.StatusCode != 200 || got != "> /start\n< a\n< [Gửi]" {
		t.Errorf("got %d, %q", resp.StatusCode, got)
	}
}
