package telegramd

import (
	"encoding/json"
	"regexp"
	"slices"
	"unicode/utf8"
)

var (
	commandShape  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageShape = regexp.MustCompile(`^([a-z]{2})?$`)
)

const (
	maxCommands    = 100
	maxDescription = 256
)

func (s *Server) setMyCommands(a args) answer {
	var commands []struct{ Command, Description string }
	if json.Unmarshal([]byte(a.values["commands"]), &commands) != nil {
		return badRequest("can't parse commands JSON object")
	}
	if len(commands) > maxCommands {
		return badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	if !languageShape.MatchString(a.values["language_code"]) {
		return badRequest("LANG_CODE_INVALID")
	}
	for _, c := range commands {
		n := utf8.RuneCountInString(c.Description)
		if !commandShape.MatchString(c.Command) || n < 1 || n > maxDescription {
			return badRequest("BOT_COMMAND_INVALID")
		}
	}
	scope, known := scopeOf(a)
	if !known {
		return badRequest("can't parse BotCommandScope: Unsupported type specified")
	}
	s.commands[scope+a.values["language_code"]] = json.RawMessage(a.values["commands"])
	return ok(true)
}

// scopeOf is what stands before the language of a menu: "" for the default, else the type of the scope and a slash.
func scopeOf(a args) (string, bool) {
	if a.values["scope"] == "" {
		return "", true
	}
	var scope struct{ Type string }
	err := json.Unmarshal([]byte(a.values["scope"]), &scope)
	if scope.Type == "default" {
		return "", true
	}
	return scope.Type + "/", err == nil && slices.Contains([]string{"all_private_chats", "all_group_chats", "all_chat_administrators"}, scope.Type)
}

func (s *Server) getMyCommands(a args) answer {
	scope, _ := scopeOf(a)
	if set := s.commands[scope+a.values["language_code"]]; set != nil {
		return ok(set)
	}
	return ok([]any{})
}

var chatActions = []string{
	"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note",
}

func (s *Server) sendChatAction(a args) answer {
	if !slices.Contains(chatActions, a.values["action"]) {
		return badRequest("wrong parameter action in request")
	}
	if _, refused := s.recipient("sendchataction", a); refused.Code != 0 {
		return refused
	}
	return ok(true)
}
