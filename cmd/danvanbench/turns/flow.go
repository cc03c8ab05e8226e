package main

import (
	"encoding/json"
	"fmt"

	"github.com/nyaruka/goflow/assets"
)

// flowID is that of the flow that stands for danvanbot's form hien_mau: the same questions, each with a wait.
const flowID = assets.FlowUUID("615b8a0f-588c-4d20-a05f-363b0b4ce6f4")

// flowQuestions are asked in turn; an answer that the test does not understand is asked again.
var flowQuestions = []struct{ ask, test, argument, result string }{
	{"Ngày nào? Đồng chí gõ ngày, ví dụ 22/11/2026.", "has_date", "", "Ngay"},
	{"Bao nhiêu đơn vị máu?", "has_number", "", "Don vi mau"},
	{"Bao nhiêu cán bộ tham gia?", "has_number", "", "Luc luong"},
	{"Đồng chí xem lại giúp: hiến máu, ngày @results.ngay, @results.don_vi_mau đơn vị máu, @results.luc_luong cán bộ. Đúng chưa?", "has_any_word", "đúng", "Xac nhan"},
}

// object is one of JSON.
type object map[string]any

// flowAssets are the flow as goflow reads it.
func flowAssets() []byte {
	var nodes []object
	for i, q := range flowQuestions {
		nodes = append(nodes, flowNode(i, q.ask, q.test, q.argument, q.result))
	}
	last := len(flowQuestions)
	nodes = append(nodes, object{
		"uuid":    id("node", last),
		"actions": []object{{"uuid": id("action", last), "type": "send_msg", "text": "Đã nhận báo cáo, cảm ơn đồng chí."}},
		"exits":   []object{{"uuid": id("exit", last)}},
	})
	text, _ := json.Marshal(object{"flows": []object{{ // of texts alone
		"uuid": flowID, "name": "Hiến máu", "spec_version": "13.0", "language": "vie", "type": "messaging", "nodes": nodes,
	}}})
	return text
}

func flowNode(i int, ask, test, argument, result string) object {
	var arguments []string
	if argument != "" {
		arguments = []string{argument}
	}
	return object{
		"uuid":    id("node", i),
		"actions": []object{{"uuid": id("action", i), "type": "send_msg", "text": ask}},
		"router": object{
			"type": "switch", "operand": "@input.text", "wait": object{"type": "msg"}, "result_name": result,
			"default_category_uuid": id("other", i),
			"categories": []object{
				{"uuid": id("category", i), "name": "Valid", "exit_uuid": id("exit", i)},
				{"uuid": id("other", i), "name": "Other", "exit_uuid": id("back", i)},
			},
			"cases": []object{{"uuid": id("case", i), "type": test, "arguments": arguments, "category_uuid": id("category", i)}},
		},
		"exits": []object{
			{"uuid": id("exit", i), "destination_uuid": id("node", i+1)},
			{"uuid": id("back", i), "destination_uuid": id("node", i)},
		},
	}
}

// id is the number of the i-th thing of a kind.
func id(kind string, i int) string {
	part := map[string]int{"node": 1, "action": 2, "exit": 3, "back": 4, "category": 5, "other": 6, "case": 7}[kind]
	return fmt.Sprintf("00000000-0000-4000-8000-%06d%06d", part, i)
}
