// Package duty says what is due when: rhythms such as "every Monday at 7:00", and the plan of what units owe, with its
// deadlines and reminders.
//
// Promised: every function is pure, and time goes by the location of the time that is given. Not promised: that anything
// is done at that time; the caller keeps what was done.
package duty
