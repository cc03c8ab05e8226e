// Package zalo speaks the Zalo Bot Platform and translates it to the words of bot/chat at the door.
//
// Promised: one poll at a time, the next one at once after deliver returned; an idle answer is no error in any of its
// shapes; one message that cannot be read never holds up the others. A reply is one message as long as it fits into
// 2,000 characters. Buttons become a numbered list in the order of the keyboard, which is the order in which the numbers
// can be typed. The token and what people write appear in no error and in no log. Run outlives a network that is down
// and says once, plainly, what it cannot reach.
//
// Not promised: that no message is lost. Zalo knows no offset: a poll takes a message away as it answers, and what is
// written while nobody polls may never come. So a crash between the answer and the commit loses that one message, and a
// second program that polls with the same token takes half of them. Nor that a message is sent at most once: a send
// whose answer was lost is reported as chat.Retry. Nor that Used is Zalo's own figure: it counts since Run's process
// began or the month did.
//
// The platform has no public specification that names every answer; where the known ones differ (error codes as numbers
// and as strings, errors with HTTP 200, HTML pages), all are understood.
package zalo
