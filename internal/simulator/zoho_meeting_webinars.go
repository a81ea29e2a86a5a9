package simulator

import (
	"net/http"
	"time"
)

// zohoWebinar is one webinar with those who registered for it.
type zohoWebinar struct {
	key           string
	members       object
	created       time.Time
	registrations []object
}

// zohoWebinarBody is A2.6.
var zohoWebinarBody = map[string]spec{
	"topic":                 {kind: isText, required: true},
	"description":           {kind: isText},
	"start_time":            {kind: isTime, required: true},
	"duration":              {kind: isWhole, required: true},
	"timezone":              {kind: isZone},
	"max_attendees":         {kind: isWhole},
	"registration_required": {kind: isBool},
	"settings":              objectOf(all(isBool, "allow_questions", "allow_polls", "record_webinar")),
}

var zohoSettingsBody = map[string]spec{
	"default_meeting_duration": {kind: isWhole},
	"default_timezone":         {kind: isZone},
	"auto_recording":           {kind: isBool},
	"waiting_room_enabled":     {kind: isBool},
}

// createWebinar gives a webinar that needs registration two applicants, one to
// approve and one who is.
func (z *zohoMeeting) createWebinar(w http.ResponseWriter, r *http.Request) {
	members, ok := z.body(w, r, zohoWebinarBody)
	if !ok {
		return
	}
	if z.inPast(members) {
		z.past(w)
		return
	}
	if n, given := wholeNumber(members, "max_attendees"); given && n < 1 {
		z.invalid(w, "max_attendees must be positive")
		return
	}
	b := &zohoWebinar{key: z.id(), members: members, created: z.s.now()}
	if members["registration_required"] == true {
		b.registrations = []object{
			{"registration_id": z.id(), "name": "Ada Pending", "email": "ada@example.com", "status": "pending"},
			{"registration_id": z.id(), "name": "Bo Approved", "email": "bo@example.com", "status": "approved"},
		}
	}
	z.webinars[b.key] = b
	z.succeed(w, http.StatusCreated, joinObjects(object{"registration_required": false}, members, object{
		"webinar_key": b.key, "status": "scheduled", "presenter": object{"email": zohoHost, "name": zohoHostName},
		"webinar_url":  zohoMeetingHost + "/webinar/register/" + slug(b.key),
		"created_time": b.created.Format(time.RFC3339), "modified_time": b.created.Format(time.RFC3339),
	}))
}

func (z *zohoMeeting) findWebinar(w http.ResponseWriter, r *http.Request) (*zohoWebinar, bool) {
	b := z.webinars[r.PathValue("key")]
	if b == nil {
		z.fail(w, http.StatusNotFound, "INVALID_WEBINAR_KEY", "The specified webinar does not exist")
		return nil, false
	}
	return b, true
}

func (z *zohoMeeting) registrations(w http.ResponseWriter, r *http.Request) {
	if b, ok := z.findWebinar(w, r); ok {
		z.succeed(w, http.StatusOK, append([]object{}, b.registrations...))
	}
}

func (z *zohoMeeting) approve(w http.ResponseWriter, r *http.Request) {
	b, ok := z.findWebinar(w, r)
	if !ok {
		return
	}
	for _, reg := range b.registrations {
		if reg["registration_id"] == r.PathValue("id") {
			reg["status"] = "approved"
			z.succeed(w, http.StatusOK, reg)
			return
		}
	}
	z.fail(w, http.StatusNotFound, "INVALID_REGISTRATION_ID", "The specified registration does not exist")
}

func (z *zohoMeeting) getSettings(w http.ResponseWriter, _ *http.Request) {
	z.succeed(w, http.StatusOK, z.settings)
}

func (z *zohoMeeting) updateSettings(w http.ResponseWriter, r *http.Request) {
	changes, ok := z.body(w, r, zohoSettingsBody)
	if !ok {
		return
	}
	if n, given := wholeNumber(changes, "default_meeting_duration"); given && n <= 0 {
		z.invalid(w, "default_meeting_duration must be positive")
		return
	}
	z.settings = joinObjects(z.settings, changes)
	z.succeed(w, http.StatusOK, z.settings)
}
