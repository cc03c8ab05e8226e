package bot

import "danvanbot/bot/chat"

// meters are the messengers that count, with what was last committed of each.
type meters map[Metered]chat.Usage

// load lets each messenger go on where the process before stopped.
func (m meters) load(tx ReadTx, messengers []Messenger) error {
	for _, msgr := range messengers {
		metered, ok := msgr.(Metered)
		if !ok {
			continue
		}
		u, err := tx.Usage(metered.Platform())
		if err != nil {
			return err
		}
		metered.Resume(u)
		m[metered] = u
	}
	return nil
}

// keep commits what has changed. A crash loses at most the messages since the last commit.
func (m meters) keep(tx Tx) error {
	for metered, before := range m {
		u := metered.Usage()
		if u == before {
			continue
		}
		if err := tx.SetUsage(metered.Platform(), u); err != nil {
			return err
		}
		m[metered] = u // if the commit fails the process ends
	}
	return nil
}
