// Package zalod is a strict fake of the Zalo Bot Platform: a real HTTP server on 127.0.0.1 that keeps messages until they
// are polled for, answers with the known texts, and writes down every rule that the bot breaks.
//
// What a bot does to it is the real protocol; what people do is a Go API:
//
//	srv := zalod.New(t, zalod.Options{Now: time.Now})
//	an := srv.User("6ede9afa66b88fe6d6a9", "An")
//	an.Send("Hôm qua 1 buổi tuyên truyền, 85 người dự")
//	message, err := an.Next(t.Context())
//	breaches := srv.Breaches()
//
// Promised: method names are case-sensitive; a poll gets one object and takes it away for good as it is answered, also
// when the answer never arrives; the idle answer is 408, with HTTP 200 or 408, or an empty result; several pollers
// split the messages; only who has written can be written to; texts have 1 to 2,000 characters; the month's quota counts
// both directions and then refuses; faults come from one seed. Waiting needs no polling.
//
// Not promised: that the real one does the same where nobody knows. By analogy are: the refusals of a text that is
// too long, of an unknown chat and of an unknown method, that polls stay idle while a webhook is set, and that incoming
// messages still arrive once the quota is used up. A message that nobody polls for is kept, which the real one may not do.
package zalod
