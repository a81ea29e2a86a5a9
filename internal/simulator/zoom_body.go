package simulator

import (
	"net/http"
	"regexp"
	"time"
)

var (
	zoomDays = regexp.MustCompile(`^[1-7](,[1-7])*$`)
	zoomTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$`) // UTC, or a wall clock; no offsets (B3)
)

// zoomBody is the request of contracts/zoom.md A2 with the limits of B3.
var zoomBody = join(
	all(isBool, "default_password", "pre_schedule"),
	all(isText, "template_id"),
	map[string]spec{
		"topic":           {kind: isText, max: 200},
		"agenda":          {kind: isText, max: 2000},
		"password":        {kind: isText, max: 10},
		"duration":        {kind: isWhole},
		"schedule_for":    {kind: isEmail},
		"start_time":      {kind: isText, pattern: zoomTime},
		"timezone":        {kind: isText, enum: zoomZones}, // [U] what becomes of others
		"type":            {kind: isWhole, enum: []string{"1", "2", "3", "8", "10"}},
		"tracking_fields": listOf(objectOf(all(isText, "field", "value"))),
		"settings":        objectOf(zoomSettings),
		"recurrence": objectOf(map[string]spec{
			"type":             {kind: isWhole, required: true, enum: []string{"1", "2", "3"}},
			"repeat_interval":  {kind: isWhole},
			"weekly_days":      {kind: isText, pattern: zoomDays},
			"monthly_day":      {kind: isWhole},
			"monthly_week":     {kind: isWhole, enum: []string{"-1", "1", "2", "3", "4"}},
			"monthly_week_day": {kind: isWhole, enum: []string{"1", "2", "3", "4", "5", "6", "7"}},
			"end_times":        {kind: isWhole},
			"end_date_time":    {kind: isTime},
		}),
	},
)

var zoomSettings = join(
	all(isBool, "allow_multiple_devices", "alternative_hosts_email_notification", "alternative_host_update_polls",
		"close_registration", "email_notification", "focus_mode", "host_save_video_order", "host_video", "join_before_host",
		"meeting_authentication", "mute_upon_entry", "participant_video", "private_meeting", "registrants_confirmation_email",
		"registrants_email_notification", "show_share_button", "use_pmi", "waiting_room", "watermark"),
	all(isText, "alternative_hosts", "audio_conference_info", "authentication_domains", "authentication_option", "contact_email", "contact_name"),
	map[string]spec{
		"additional_data_center_regions": listOf(spec{kind: isText}),
		"global_dial_in_countries":       listOf(spec{kind: isText}),
		"approval_type":                  {kind: isWhole, enum: []string{"0", "1", "2"}},
		"calendar_type":                  {kind: isWhole, enum: []string{"1", "2"}},
		"jbh_time":                       {kind: isWhole, enum: []string{"0", "5", "10", "15"}},
		"registration_type":              {kind: isWhole, enum: []string{"1", "2", "3"}},
		"audio":                          {kind: isText, enum: []string{"both", "telephony", "voip", "thirdParty"}},
		"auto_recording":                 {kind: isText, enum: []string{"local", "cloud", "none"}},
		"encryption_type":                {kind: isText, enum: []string{"enhanced_encryption", "e2ee"}},
		"authentication_exception":       listOf(objectOf(map[string]spec{"email": {kind: isEmail}, "name": {kind: isText}})),
		"meeting_invitees":               listOf(objectOf(map[string]spec{"email": {kind: isEmail, required: true}})),
		"approved_or_denied_countries_or_regions": objectOf(map[string]spec{
			"enable": {kind: isBool}, "method": {kind: isText, enum: []string{"approve", "deny"}},
			"approved_list": listOf(spec{kind: isText}), "denied_list": listOf(spec{kind: isText}),
		}),
		"breakout_room": objectOf(map[string]spec{"enable": {kind: isBool},
			"rooms": listOf(objectOf(map[string]spec{"name": {kind: isText}, "participants": listOf(spec{kind: isText})}))}),
		"language_interpretation": objectOf(map[string]spec{"enable": {kind: isBool},
			"interpreters": listOf(objectOf(all(isText, "email", "languages")))}),
	},
)

// body reads and checks a request.
func (z *zoom) body(w http.ResponseWriter, r *http.Request) (object, bool) {
	members, ok := readObject(r)
	if !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "Request Body should be a valid JSON object.")
		return nil, false
	}
	faults := append(checkMembers("", members, zoomBody), checkZoomRule(members)...)
	if len(faults) > 0 {
		z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		return nil, false
	}
	if text, _ := members["start_time"].(string); text != "" {
		zone, _ := members["timezone"].(string)
		members["start_time"] = zoomInstant(text, zone).Format(time.RFC3339)
	}
	return members, true
}

// zoomInstant reads a start: with Z it is UTC, else what clocks show in the zone.
func zoomInstant(text, zone string) time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	t, _ := time.ParseInLocation("2006-01-02T15:04:05", text, zoomLocation(zone)) // has the form
	return t.UTC()
}

func zoomLocation(zone string) *time.Location {
	if zone == "SST" {
		zone = "Pacific/Guadalcanal"
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// checkZoomRule is the table of B3; where its sources differ, the stricter one.
func checkZoomRule(members object) []fault {
	var faults []fault
	bad := func(field, message string) { faults = append(faults, fault{field, message}) }
	rule, hasRule := members["recurrence"].(object)
	kind, typed := wholeNumber(members, "type")
	if n, ok := wholeNumber(members, "duration"); ok && n < 1 {
		bad("duration", "must be at least 1")
	}
	switch {
	case typed && kind != 8 && hasRule:
		bad("recurrence", "belongs to type 8 only")
	case kind == 8 && !hasRule:
		bad("recurrence", "is required")
	}
	if !hasRule {
		return faults
	}
	if rule["end_times"] != nil && rule["end_date_time"] != nil {
		bad("recurrence.end_date_time", "excludes end_times")
	}
	if n, ok := wholeNumber(rule, "end_times"); ok && (n < 0 || n > 50) {
		bad("recurrence.end_times", "must be between 0 and 50")
	}
	repeat, _ := wholeNumber(rule, "type")
	most := map[int]int{1: 90, 2: 12, 3: 3}[repeat]
	if n, ok := wholeNumber(rule, "repeat_interval"); ok && (n < 1 || n > most) {
		bad("recurrence.repeat_interval", "is out of range")
	}
	if n, ok := wholeNumber(rule, "monthly_day"); ok && (n < 1 || n > 31) {
		bad("recurrence.monthly_day", "must be between 1 and 31")
	}
	if (rule["monthly_week"] == nil) != (rule["monthly_week_day"] == nil) {
		bad("recurrence.monthly_week", "goes with monthly_week_day")
	}
	if rule["monthly_day"] != nil && rule["monthly_week"] != nil {
		bad("recurrence.monthly_day", "excludes monthly_week")
	}
	return faults
}

// zoomOccurrenceBody is what may be changed of one meeting of a series (B3).
var zoomOccurrenceBody = map[string]spec{
	"agenda": zoomBody["agenda"], "start_time": zoomBody["start_time"], "duration": zoomBody["duration"],
	"settings": objectOf(map[string]spec{
		"host_video": {kind: isBool}, "participant_video": {kind: isBool}, "join_before_host": {kind: isBool}, "mute_upon_entry": {kind: isBool},
		"waiting_room": {kind: isBool}, "watermark": {kind: isBool}, "auto_recording": zoomSettings["auto_recording"],
	}),
}
