package meeting_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
)

func TestRedactRaw(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"plain", `{"id":1,"topic":"x"}`, `{"id":1,"topic":"x"}`},
		{"names of all vendors",
			`{"start_url":"a","startLink":"b","hostRoomUrl":"c","password":"d","pwd":"e","h323_password":"f","encrypted_password":"g","meeting_password":"h","access_token":"i","download_url":"j","play_url":"k","streaming_url":"l","host-key":"m","PASSCODE":"n","client_secret":"o"}`,
			`{"start_url":"[redacted]","startLink":"[redacted]","hostRoomUrl":"[redacted]","password":"[redacted]","pwd":"[redacted]","h323_password":"[redacted]","encrypted_password":"[redacted]","meeting_password":"[redacted]","access_token":"[redacted]","download_url":"[redacted]","play_url":"[redacted]","streaming_url":"[redacted]","host-key":"[redacted]","PASSCODE":"[redacted]","client_secret":"[redacted]"}`},
		{"participants' own stay", `{"join_url":"a","viewerRoomUrl":"b","access_code":"c","roomUrl":"d"}`, `{"join_url":"a","viewerRoomUrl":"b","access_code":"c","roomUrl":"d"}`},
		{"nested below a plain name", `{"a":[{"b":{"pwd":"x","c":[1]}}]}`, `{"a":[{"b":{"pwd":"[redacted]","c":[1]}}]}`},
		{"everything below a secret name", `{"tokens":{"a":"x","b":[1,"y",{"c":2.5}],"on":true,"off":null}}`,
			`{"tokens":{"a":"[redacted]","b":["[redacted]","[redacted]",{"c":"[redacted]"}],"on":true,"off":null}}`},
		{"a number", `{"passcode":123456}`, `{"passcode":"[redacted]"}`},
		{"nothing to hide", `{"password":"","default_password":false,"pwd":null,"token":[],"secret":{}}`,
			`{"password":"","default_password":false,"pwd":null,"token":[],"secret":{}}`},
		{"an escaped name", `{"pass\u0077ord":"x"}`, `{"password":"[redacted]"}`},
		{"a name twice", `{"pwd":"x","pwd":"y"}`, `{"pwd":"[redacted]","pwd":"[redacted]"}`},
		{"numbers kept to the digit", `[9007199254740993,123456789012345678901234567890,1.10,-0,1e400]`, `[9007199254740993,123456789012345678901234567890,1.10,-0,1e400]`},
		{"text kept", `{"t":"<a & b> \u00e9 \" \\ \n"}`, `{"t":"<a & b> é \" \\ \n"}`},
		{"blanks", " { \"a\" : [ ] } ", `{"a":[]}`},
		{"no object", `"text"`, `"text"`},
		{"after the value", `{"a":1} {"password":"x"}`, `{"a":1}`},
		{"not JSON", `<html>password=x</html>`, `null`},
		{"cut off", `{"a":1,"password":"x"`, `null`},
		{"cut off in a secret", `{"password":"x`, `null`},
		{"mismatched", `{"a":[1}`, `null`},
		{"empty", ``, `null`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := meeting.RedactRaw(json.RawMessage(test.in))
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if !json.Valid(got) {
				t.Errorf("%s is not JSON", got)
			}
		})
	}
}

func TestRedactRawDeep(t *testing.T) {
	deep := strings.Repeat(`[`, 20000) + `{"password":"x"}` + strings.Repeat(`]`, 20000)
	if got := meeting.RedactRaw(json.RawMessage(deep)); strings.Contains(string(got), `"x"`) {
		t.Error("a deep secret shows")
	}
}

// The link of one registrant lets in as him; the meeting's beside it is for all.
func TestRedactRawRegistrant(t *testing.T) {
	payload := `{"payload":{"object":{"join_url":"https://z/j/1","registrant":{"join_url":"https://z/w/1?tk=TOKEN","id":"r"}}}}`
	const want = `{"payload":{"object":{"join_url":"https://z/j/1","registrant":{"join_url":"[redacted]","id":"r"}}}}`
	if got := string(meeting.RedactRaw([]byte(payload))); got != want {
		t.Error(got)
	}
}
