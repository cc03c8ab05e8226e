// Package telegramd is a strict fake of the Telegram Bot API: a real HTTP server on 127.0.0.1 that keeps updates, chats
// and messages, answers with the real texts, and writes down every rule that the bot breaks.
//
// What a bot does to it is the real protocol; what people do is a Go API:
//
//	srv := telegramd.New(t, telegramd.Options{Now: time.Now})
//	an := srv.User(7, "An")
//	an.Send("/start")
//	messages, err := an.Wait(t.Context(), 1)
//	err = an.Press("Báo cáo")
//	breaches := srv.Breaches()
//
// Promised: updates are kept until they are confirmed by an offset, as exactly as chat-platform notes describe
// (redelivery, limit, long poll, negative offset, offsets out of range, lower ids after a quiet week, 409, allowed_updates,
// lifetimes of 24 hours and 150 seconds); HTML is parsed like the real server does; a press is answered once; a person
// who blocked the bot gets nothing; too many messages are refused with 429. Faults come from one seed. Waiting needs no
// polling. The server outlives its clients: kill the bot and start another one against the same URL.
//
// Not promised: groups beyond what a bot in privacy mode sees of them, inline mode, payments, Markdown, the exact flood limits (nobody knows them), and methods that
// danvanbot does not use: an unknown method gets 404 and counts as a breach.
package telegramd
