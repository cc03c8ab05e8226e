package storage

import "danvanbot/bot/conversation"

// Setting is what an administrator set, and whether anything was.
func (r *ReadTx) Setting(key string) (conversation.Setting, bool, error) {
	s := conversation.Setting{Key: key}
	ok, err := r.load(bucketSettings, []byte(key), &s)
	return s, ok, err
}

// PutSetting journals a setting in place of the former one; without a value there is none any more.
func (t *Tx) PutSetting(s conversation.Setting) error {
	if _, err := t.journal(entrySetting, s.By, s); err != nil {
		return err
	}
	return t.enterSetting(s)
}

func (t *Tx) enterSetting(s conversation.Setting) error {
	if len(s.Value) == 0 {
		t.remove(bucketSettings, []byte(s.Key))
		return nil
	}
	value, err := encode(s)
	if err == nil {
		t.set(bucketSettings, []byte(s.Key), value)
	}
	return err
}

// Subscriptions are those that have not ended, oldest first.
func (r *ReadTx) Subscriptions() ([]conversation.Subscription, error) {
	var all []conversation.Subscription
	for key, value := range r.scan(bucketSubscriptions, nil, nil) {
		var s conversation.Subscription
		if err := decode(value, &s); err != nil {
			return nil, wrap(bucketSubscriptions, key, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// PutSubscription journals a subscription, new (ID 0), changed or Gone, and returns it with its number.
func (t *Tx) PutSubscription(s conversation.Subscription) (conversation.Subscription, error) {
	number, err := t.journal(entrySubscription, s.Person, s)
	if err != nil {
		return s, err
	}
	if s.ID == 0 {
		s.ID = number
	}
	return s, t.enterSubscription(s)
}

func (t *Tx) enterSubscription(s conversation.Subscription) error {
	key := numberKey(s.ID)
	if s.Gone {
		t.remove(bucketSubscriptions, key)
		return nil
	}
	value, err := encode(s)
	if err == nil {
		t.set(bucketSubscriptions, key, value)
	}
	return err
}

// set are the settings and subscriptions that the journal leads to.
type set struct {
	settings      map[string]conversation.Setting
	subscriptions map[uint64]conversation.Subscription
}

func newSet() set {
	return set{settings: map[string]conversation.Setting{}, subscriptions: map[uint64]conversation.Subscription{}}
}

// note takes an entry of one of these kinds.
func (s *set) note(e entry) error {
	if e.Kind == entrySetting {
		var one conversation.Setting
		err := decodeCBOR(e.Payload, &one)
		s.settings[one.Key] = one
		return err
	}
	var one conversation.Subscription
	err := decodeCBOR(e.Payload, &one)
	if one.ID == 0 {
		one.ID = e.Number
	}
	s.subscriptions[one.ID] = one
	return err
}

// deriveSet enters what is set, without what has ended: nothing of that is there.
func (t *Tx) deriveSet(from set) error {
	for _, one := range from.settings {
		if len(one.Value) == 0 {
			continue
		}
		if err := t.enterSetting(one); err != nil {
			return err
		}
	}
	for _, one := range from.subscriptions {
		if one.Gone {
			continue
		}
		if err := t.enterSubscription(one); err != nil {
			return err
		}
	}
	return nil
}

// PeopleAfter are persons with numbers after one, erased ones included, in order, at most limit.
func (r *ReadTx) PeopleAfter(id uint64, limit int) ([]conversation.Person, error) {
	var all []conversation.Person
	for key, value := range r.scan(bucketPeople, nil, numberKey(id+1)) {
		if len(all) == limit {
			break
		}
		var p conversation.Person
		if err := decode(value, &p); err != nil {
			return nil, wrap(bucketPeople, key, err)
		}
		all = append(all, p)
	}
	return all, nil
}
