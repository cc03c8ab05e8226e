package conversation

// CloneAnswers is the copy that a step works on.
func CloneAnswers(a Answers) Answers { return a.clone() }
