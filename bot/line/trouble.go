package line

// Trouble is how the line failed last, so that each trouble is told once and not each time that it is met. Its zero value is a
// line that works.
type Trouble struct {
	why    Reason
	status int
}

// New notes a trouble, which has a reason, or a status of an answer, or both, and tells whether it is another than the last.
func (t *Trouble) New(why Reason, status int) bool {
	last := *t
	*t = Trouble{why, status}
	return *t != last
}

// Over notes that the line works, and tells whether it did not before.
func (t *Trouble) Over() bool {
	was := *t != Trouble{}
	*t = Trouble{}
	return was
}
