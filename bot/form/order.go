package form

// order is what Load works out of a form's questions, so that a step in a long form costs no more than in a short one.
type order struct {
	place     map[string]int // of each question, by key
	plain     []int          // plain[i]: how many of the first i questions everybody is asked
	depending []int          // places of those that are asked only after some choices
	doubtful  []int          // places of those whose answers can be odd
	measures  []Question     // those that are summed, without the number of events
}

func newOrder(questions []Question) *order {
	o := &order{place: make(map[string]int, len(questions)), plain: make([]int, 1, len(questions)+1)}
	for i := range questions {
		q := &questions[i]
		o.place[q.Key] = i
		plain := 0
		switch {
		case q.Detail || q.Key == KeyUnit:
		case q.Relevant != nil:
			o.depending = append(o.depending, i)
		default:
			plain = 1
		}
		o.plain = append(o.plain, o.plain[i]+plain)
		if q.Counts() && q.Key != KeyN {
			o.measures = append(o.measures, *q)
		}
		if q.SoftMax != nil || q.Type == Days {
			o.doubtful = append(o.doubtful, i)
		}
	}
	return o
}

// ordered is the order of the form's questions; of a form that Load did not make it is worked out now.
func (f *Form) ordered() *order {
	if f.order == nil {
		f.order = newOrder(f.Questions)
	}
	return f.order
}

// Question finds a question by its key.
func (f Form) Question(key string) (Question, bool) {
	i, ok := f.ordered().place[key]
	if !ok {
		return Question{}, false
	}
	return f.Questions[i], true
}

// Progress tells how many questions are asked, details and the unit left out, and the how-manieth of them a key is; 0 if
// it is none of them. relevant decides about those that depend on a choice.
func (f Form) Progress(key string, relevant func(*Relevance) bool) (at, total int) {
	o := f.ordered()
	place, ok := o.place[key]
	asked := ok && o.plain[place+1] > o.plain[place]
	at, total = o.plain[place]+1, o.plain[len(f.Questions)]
	for _, i := range o.depending {
		if !relevant(f.Questions[i].Relevant) {
			continue
		}
		total++
		if i < place {
			at++
		}
		asked = asked || ok && i == place
	}
	if !asked {
		return 0, total
	}
	return at, total
}

// Doubtful are the questions whose answers can be odd: they have a soft limit, or ask for days.
func (f Form) Doubtful() []*Question {
	places := f.ordered().doubtful
	list := make([]*Question, len(places))
	for k, i := range places {
		list[k] = &f.Questions[i]
	}
	return list
}
