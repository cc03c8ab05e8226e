package chat_test

import (
	"testing"

	"danvanbot/bot/chat"
)

func TestPictureRef(t *testing.T) {
	t.Parallel()
	for _, want := range []chat.Picture{
		{Platform: chat.Telegram, Same: "AQADx", File: "AgACAgUAAx"},
		{Platform: chat.Zalo, Same: "https://p/1.jpg", File: "https://p/1.jpg?a=1 2"},
		{Platform: chat.Web, Same: "aaa-0"},
	} {
		if got, ok := chat.ParsePicture(want.Ref()); !ok || got != want {
			t.Errorf("ParsePicture(%q) = %+v, %t, want %+v", want.Ref(), got, ok, want)
		}
	}
	if got, ok := chat.ParsePicture("AgACAgUAAx"); ok {
		t.Errorf("got %+v, want none", got)
	}
}
