package zoom_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// openAPI are the request bodies of Zoom's own OpenAPI description of its Meetings
// API, written down by hand from the reference that a copy of it was rendered to
// (konfig-sdks/zoom-meeting-java-sdk, docs/Meetings*Request*.md, of March 2024; the
// copy of June 2025 that contracts/zoom.md B0 names agrees with the seed's request).
// A line is a member, its type, a star if it is required, and the values or the most
// characters; what is indented is below it.
var openAPI = map[string]string{
	"create": meetingMembers + `
default_password boolean
`,
	"update": meetingMembers,
	"registrants-add": `
email string *
first_name string *
last_name string
address string
city string
state string
zip string
country string
phone string
comments string
custom_questions list
	title string
	value string
industry string
job_title string
no_of_employees string "" 1-20 21-50 51-100 101-500 500-1,000 1,001-5,000 5,001-10,000
org string
language string en-US de-DE es-ES fr-FR jp-JP pt-PT ru-RU zh-CN zh-TW ko-KO it-IT vi-VN pl-PL Tr-TR
auto_approve boolean
`,
	"registrants-decide": `
action string * approve cancel deny
registrants list
	id string
	email string
`,
	"status": `
action string end recover
`,
}

const meetingMembers = `
agenda string <=2000
duration integer
password string <=10
pre_schedule boolean
recurrence object
	type integer * 1 2 3
	repeat_interval integer
	weekly_days string 1 2 3 4 5 6 7
	monthly_day integer
	monthly_week integer -1 1 2 3 4
	monthly_week_day integer 1 2 3 4 5 6 7
	end_times integer
	end_date_time date-time
schedule_for string
settings object
	additional_data_center_regions texts
	allow_multiple_devices boolean
	alternative_hosts string
	alternative_hosts_email_notification boolean
	alternative_host_update_polls boolean
	approval_type integer 0 1 2
	approved_or_denied_countries_or_regions object
		enable boolean
		method string approve deny
		approved_list texts
		denied_list texts
	audio string both telephony voip thirdParty
	audio_conference_info string
	authentication_domains string
	authentication_exception list
		email string
		name string
	authentication_option string
	auto_recording string local cloud none
	breakout_room object
		enable boolean
		rooms list
			name string
			participants texts
	calendar_type integer 1 2
	close_registration boolean
	contact_email string
	contact_name string
	email_notification boolean
	encryption_type string enhanced_encryption e2ee
	focus_mode boolean
	global_dial_in_countries texts
	host_save_video_order boolean
	host_video boolean
	jbh_time integer 0 5 10
	join_before_host boolean
	language_interpretation object
		enable boolean
		interpreters list
			email string
			languages string
	meeting_authentication boolean
	meeting_invitees list
		email string
	mute_upon_entry boolean
	participant_video boolean
	private_meeting boolean
	registrants_confirmation_email boolean
	registrants_email_notification boolean
	registration_type integer 1 2 3
	show_share_button boolean
	use_pmi boolean
	waiting_room boolean
	watermark boolean
start_time date-time
template_id string
timezone string
topic string <=200
tracking_fields list
	field string
	value string
type integer 1 2 3 8
`

// deviations are what the bodies have otherwise, and why.
var deviations = map[string]string{
	"recurrence.weekly_days": "the description lists one day a value, and says in words that several are joined with commas",
}

type apiMember struct {
	kind     string
	required bool
	values   []string
	most     int
	below    map[string]*apiMember
}

// readAPI reads a table.
func readAPI(text string) map[string]*apiMember {
	root := &apiMember{below: map[string]*apiMember{}}
	path := []*apiMember{root}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		m := &apiMember{kind: words[1], below: map[string]*apiMember{}}
		for _, word := range words[2:] {
			switch {
			case word == "*":
				m.required = true
			case strings.HasPrefix(word, "<="):
				_, _ = fmt.Sscanf(word, "<=%d", &m.most)
			default:
				m.values = append(m.values, strings.Trim(word, `"`))
			}
		}
		path = append(path[:depth+1], m)
		path[depth].below[words[0]] = m
	}
	return root.below
}

// checkAPI lists where a body is not as the table says; members that it does not
// know are refused.
func checkAPI(path string, value any, members map[string]*apiMember) []string {
	object, ok := value.(map[string]any)
	if !ok {
		return []string{path + ": no object"}
	}
	var out []string
	for name, v := range object {
		at := strings.TrimPrefix(path+"."+name, ".")
		m := members[name]
		if m == nil {
			out = append(out, at+": unknown")
			continue
		}
		out = append(out, m.check(at, v)...)
	}
	for name, m := range members {
		if _, given := object[name]; m.required && !given {
			out = append(out, path+"."+name+": required")
		}
	}
	return out
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

func (m *apiMember) check(at string, v any) []string {
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	list, isList := v.([]any)
	_, isBool := v.(bool)
	good := false
	switch m.kind {
	case "object":
		return checkAPI(at, v, m.below)
	case "list":
		var out []string
		for _, element := range list {
			out = append(out, checkAPI(at, element, m.below)...)
		}
		if !isList {
			out = append(out, at+": no list")
		}
		return out
	case "texts":
		good = isList && !slices.ContainsFunc(list, func(v any) bool { _, ok := v.(string); return !ok })
	case "boolean":
		good = isBool
	case "integer":
		good, text = isNumber && wholeNumber.MatchString(number.String()), number.String()
	case "date-time":
		_, err := time.Parse(time.RFC3339, text)
		good = isText && err == nil
	case "string":
		good = isText && (m.most == 0 || utf8.RuneCountInString(text) <= m.most)
	}
	switch {
	case !good:
		return []string{fmt.Sprintf("%s: %v is no %s", at, v, m.kind)}
	case m.values != nil && !slices.Contains(m.values, text):
		return []string{fmt.Sprintf("%s: %s is none of %v", at, text, m.values)}
	}
	return nil
}

// TestBodiesAgainstOpenAPI holds every golden body against Zoom's description.
func TestBodiesAgainstOpenAPI(t *testing.T) {
	schemas := map[string]string{
		"create": "create", "instant": "create", "update": "update", "status": "status",
		"registrants-add": "registrants-add", "registrants-deny": "registrants-decide",
	}
	files, err := filepath.Glob("testdata/requests/*.json")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d bodies, %v", len(files), err)
	}
	deviated := map[string]bool{}
	for _, file := range append(files, "testdata/seed-request.json") {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		schema := schemas[name]
		if schema == "" {
			kind, _, _ := strings.Cut(name, "-")
			schema = schemas[kind]
		}
		if name == "seed-request" {
			schema = "create"
		}
		if schema == "" {
			t.Errorf("%s: no table", file)
			continue
		}
		for _, fault := range checkAPI("", decodeFile(t, file), readAPI(openAPI[schema])) {
			member, _, _ := strings.Cut(fault, ":")
			if deviations[member] == "" {
				t.Errorf("%s: %s", file, fault)
			}
			deviated[member] = true
		}
	}
	for member := range deviations {
		if !deviated[member] {
			t.Errorf("%s deviates nowhere", member)
		}
	}
}

func decodeFile(t *testing.T, file string) any {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return decodeText(t, string(content))
}

func decodeText(t *testing.T, text string) any {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestOpenAPIRefuses: a checker that takes everything proves nothing.
func TestOpenAPIRefuses(t *testing.T) {
	for body, fault := range map[string]string{
		`{"topik":"x"}`: "topik: unknown",
		`{"topic":7}`:   "topic: 7 is no string",
		`{"agenda":"` + strings.Repeat("x", 2001) + `"}`: "agenda: " + strings.Repeat("x", 2001) + " is no string",
		`{"duration":1.5}`:                                    "duration: 1.5 is no integer",
		`{"type":4}`:                                          "type: 4 is none of [1 2 3 8]",
		`{"start_time":"2027-01-04 08:30"}`:                   "start_time: 2027-01-04 08:30 is no date-time",
		`{"settings":{"waiting_room":"true"}}`:                "settings.waiting_room: true is no boolean",
		`{"settings":{"meeting_invitees":["a@example.com"]}}`: "settings.meeting_invitees: no object",
		`{"recurrence":{"repeat_interval":1}}`:                "recurrence.type: required",
		`{"settings":{"global_dial_in_countries":["US",7]}}`:  "settings.global_dial_in_countries: [US 7] is no texts",
		`{"settings":[]}`:                                     "settings: no object",
	} {
		if got := checkAPI("", decodeText(t, body), readAPI(openAPI["create"])); len(got) != 1 || got[0] != fault {
			t.Errorf("%.60s: %.200q", body, got)
		}
	}
}
