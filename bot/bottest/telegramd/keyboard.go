package telegramd

import (
	"encoding/json"
	"fmt"
)

// Button is an inline button as the person sees it, with the data that pressing it sends.
type Button struct {
	Label string
	Data  string
}

// markup is a reply_markup that was accepted.
type markup struct {
	inline bool // or one of the keyboards below the input line, which this fake takes and forgets
	rows   [][]Button
}

const (
	maxData    = 64 // bytes
	maxButtons = 100
	maxMarkup  = 10_000 // bytes of JSON
)

func readMarkup(a args) (markup, answer) {
	raw := a.values["reply_markup"]
	if raw == "" {
		return markup{}, answer{}
	}
	var fields map[string]json.RawMessage
	if !json.Valid([]byte(raw)) {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	if json.Unmarshal([]byte(raw), &fields) != nil || fields == nil {
		return markup{}, badRequest("object expected as reply markup")
	}
	if len(raw) > maxMarkup {
		return markup{}, badRequest("reply markup is too long")
	}
	if keyboard, ok := fields["keyboard"]; ok {
		return markup{}, arrayField("keyboard", keyboard)
	}
	if inline, ok := fields["inline_keyboard"]; ok {
		return inlineMarkup(inline)
	}
	return markup{}, answer{}
}

func arrayField(name string, raw json.RawMessage) answer {
	if raw[0] != '[' {
		return badRequest(fmt.Sprintf("Field %q must be of type Array", name))
	}
	return answer{}
}

func inlineMarkup(raw json.RawMessage) (markup, answer) {
	m := markup{inline: true}
	if refused := arrayField("inline_keyboard", raw); refused.Code != 0 {
		return m, refused
	}
	var rows [][]map[string]any
	if json.Unmarshal(raw, &rows) != nil {
		return m, badRequest("can't parse inline keyboard: an array of arrays of buttons is expected")
	}
	total := 0
	for _, row := range rows {
		var buttons []Button
		for _, fields := range row {
			b, refused := inlineButton(fields)
			if refused.Code != 0 {
				return m, refused
			}
			buttons = append(buttons, b)
		}
		if total += len(buttons); len(buttons) > 0 {
			m.rows = append(m.rows, buttons)
		}
	}
	if total > maxButtons {
		return m, badRequest("reply markup is too long")
	}
	return m, answer{}
}

func inlineButton(fields map[string]any) (Button, answer) {
	const prefix = "can't parse inline keyboard button: "
	label, _ := fields["text"].(string)
	if label == "" {
		return Button{}, badRequest(prefix + `Can't find field "text"`)
	}
	data, _ := fields["callback_data"].(string)
	link, _ := fields["url"].(string)
	switch {
	case data == "" && link == "":
		return Button{}, badRequest(prefix + "Text buttons are unallowed in the inline keyboard")
	case len(data) > maxData:
		return Button{}, badRequest("BUTTON_DATA_INVALID")
	}
	return Button{Label: label, Data: data}, answer{}
}

// inlineOnly is for edits, which take no other keyboard.
func inlineOnly(a args) (markup, answer) {
	m, refused := readMarkup(a)
	if refused.Code == 0 && a.values["reply_markup"] != "" && !m.inline {
		return m, badRequest("inline keyboard expected")
	}
	return m, refused
}
