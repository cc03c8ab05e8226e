package telegram

// The incoming fields that are read, and no others.

type wireUpdate struct {
	Message *wireMessage `json:"message"`
	Edited  *wireMessage `json:"edited_message"`
	Press   *wirePress   `json:"callback_query"`
	Member  *wireMember  `json:"my_chat_member"`
}

type wireMessage struct {
	ID          int64         `json:"message_id"`
	From        *wireUser     `json:"from"`
	Chat        *wireChat     `json:"chat"`
	Date        int64         `json:"date"`
	Thread      int64         `json:"message_thread_id"`
	InTopic     bool          `json:"is_topic_message"`
	MigrateTo   int64         `json:"migrate_to_chat_id"`
	MigrateFrom int64         `json:"migrate_from_chat_id"`
	Text        string        `json:"text"`
	Caption     string        `json:"caption"`
	Album       string        `json:"media_group_id"`
	Photo       []wirePhoto   `json:"photo"`
	Document    *wireDocument `json:"document"`
	ReplyTo     *struct {
		ID   int64  `json:"message_id"`
		Text string `json:"text"`
	} `json:"reply_to_message"`
}

type wireUser struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	First    string `json:"first_name"`
	Last     string `json:"last_name"`
	Language string `json:"language_code"`
}

type wireChat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

type wirePhoto struct {
	File   string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Width  int64  `json:"width"`
}

type wireDocument struct {
	File   string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Type   string `json:"mime_type"`
}

type wirePress struct {
	ID      string       `json:"id"`
	From    *wireUser    `json:"from"`
	Message *wireMessage `json:"message"`
	Data    string       `json:"data"`
}

type wireMember struct {
	From *wireUser `json:"from"`
	Chat *wireChat `json:"chat"`
	Date int64     `json:"date"`
	New  struct {
		Status string `json:"status"`
	} `json:"new_chat_member"`
}
