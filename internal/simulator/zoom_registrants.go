package simulator

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

type zoomRegistrant struct {
	id              string
	members         object
	status          string
	created         time.Time
	changes, adding *window // per registrant and day (B4)
}

var zoomRegistrantBody = join(
	all(isText, "address", "city", "comments", "country", "industry", "job_title", "no_of_employees", "org", "phone", "purchasing_time_frame",
		"role_in_purchase_process", "state", "zip", "language"),
	map[string]spec{
		"email":            {kind: isEmail, required: true, max: 128},
		"first_name":       {kind: isText, required: true, max: 64},
		"last_name":        {kind: isText, max: 64},
		"auto_approve":     {kind: isBool},
		"custom_questions": listOf(objectOf(map[string]spec{"title": {kind: isText}, "value": {kind: isText, max: 128}})),
	},
)

var zoomDecisionBody = map[string]spec{
	"action": {kind: isText, required: true, enum: []string{"approve", "cancel", "deny"}},
	"registrants": {kind: isList, required: true, max: 30, element: &spec{kind: isObject, members: map[string]spec{
		"id": {kind: isText, required: true}, "email": {kind: isEmail, required: true}}}},
}

// registration finds a meeting with registration, and how it approves. A host
// without a licence has none.
func (z *zoom) registration(w http.ResponseWriter, r *http.Request) (m *zoomMeeting, approval int, ok bool) {
	if m, ok = z.find(w, r); !ok || !z.paid(w, r) {
		return nil, 0, false
	}
	settings, _ := m.members["settings"].(object)
	approval, given := wholeNumber(settings, "approval_type")
	if !given || approval == 2 {
		z.fail(w, r, http.StatusBadRequest, 3000, "Registration has not been enabled for this meeting: "+r.PathValue("id")+".")
		return nil, 0, false
	}
	return m, approval, true
}

func (z *zoom) addRegistrant(w http.ResponseWriter, r *http.Request) {
	m, approval, ok := z.registration(w, r)
	if !ok {
		return
	}
	members, ok := readObject(r)
	faults := checkMembers("", members, zoomRegistrantBody)
	if !ok || len(faults) > 0 {
		z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		return
	}
	email, _ := members["email"].(string)
	at := slices.IndexFunc(m.registrants, func(p *zoomRegistrant) bool { return strings.EqualFold(fmt.Sprint(p.members["email"]), email) })
	if at < 0 {
		at = len(m.registrants)
		id := base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprintf("sim-%012d", z.s.next())))
		m.registrants = append(m.registrants, &zoomRegistrant{id: id, created: z.s.now(),
			adding: &window{limit: z.s.allow(3), every: day}, changes: &window{limit: z.s.allow(10), every: day}})
	}
	person := m.registrants[at]
	if !person.adding.take(z.s.now(), 1) {
		z.fail(w, r, http.StatusTooManyRequests, 429, "You have exceeded the daily rate limit (3) of Add meeting registrant API requests "+
			"permitted for this particular registrant. You may resume these requests at GMT 00:00:00.")
		return
	}
	person.members, person.status = members, "approved"
	if approval == 1 && members["auto_approve"] != true {
		person.status = "pending"
	}
	answer := object{"id": m.id, "registrant_id": person.id, "topic": m.text("topic"), "participant_pin_code": 380303}
	if start, timed := m.start(); timed {
		answer["start_time"] = start.Format(time.RFC3339)
	}
	if len(m.occurrences) > 0 {
		answer["occurrences"] = m.series()
	}
	if person.status == "approved" {
		answer["join_url"] = z.joinURL(m, person)
	}
	reply(w, http.StatusCreated, answer)
}

func (z *zoom) joinURL(m *zoomMeeting, p *zoomRegistrant) string {
	return "https://zoom.example/w/" + strconv.FormatInt(m.id, 10) + "?tk=sim-tk-" + p.id
}

func (z *zoom) registrant(m *zoomMeeting, p *zoomRegistrant) object {
	view := object{"id": p.id, "create_time": p.created.Format(time.RFC3339), "status": p.status}
	for name, v := range p.members {
		view[name] = v
	}
	if p.status == "approved" {
		view["join_url"] = z.joinURL(m, p)
	}
	return view
}

func (z *zoom) listRegistrants(w http.ResponseWriter, r *http.Request) {
	m, _, ok := z.registration(w, r)
	if !ok {
		return
	}
	status := r.URL.Query().Get("status")
	switch status {
	case "":
		status = "approved"
	case "pending", "approved", "denied":
	default:
		z.fail(w, r, http.StatusBadRequest, 300, "Invalid parameter: status.")
		return
	}
	var found []object
	for _, p := range m.registrants {
		if p.status == status {
			found = append(found, z.registrant(m, p))
		}
	}
	z.page(w, r, "registrants", found, "status", "occurrence_id", "page_number")
}

const noRegistrant = "The value that you entered for the Registrant ID field is invalid. Enter a valid value and try again."

func (z *zoom) getRegistrant(w http.ResponseWriter, r *http.Request) {
	m, _, ok := z.registration(w, r)
	if !ok {
		return
	}
	for _, p := range m.registrants {
		if p.id == r.PathValue("registrant") {
			reply(w, http.StatusOK, z.registrant(m, p))
			return
		}
	}
	z.fail(w, r, http.StatusBadRequest, 300, noRegistrant)
}

func (z *zoom) decideRegistrants(w http.ResponseWriter, r *http.Request) {
	m, _, ok := z.registration(w, r)
	if !ok {
		return
	}
	members, ok := readObject(r)
	faults := checkMembers("", members, zoomDecisionBody)
	if !ok || len(faults) > 0 {
		z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		return
	}
	var chosen []*zoomRegistrant
	named, _ := members["registrants"].([]any)
	for _, v := range named {
		who, _ := v.(object)
		at := slices.IndexFunc(m.registrants, func(p *zoomRegistrant) bool { return p.id == who["id"] && p.members["email"] == who["email"] })
		if at < 0 {
			z.fail(w, r, http.StatusBadRequest, 300, noRegistrant)
			return
		}
		if !m.registrants[at].changes.take(z.s.now(), 1) {
			z.fail(w, r, http.StatusTooManyRequests, 429, "You have exceeded the daily rate limit (10) of Update registrant status API requests "+
				"permitted for this particular registrant. You may resume these requests at GMT 00:00:00.")
			return
		}
		chosen = append(chosen, m.registrants[at])
	}
	action, _ := members["action"].(string)
	for _, p := range chosen {
		p.status = map[string]string{"approve": "approved", "deny": "denied", "cancel": "cancelled"}[action]
	}
	w.WriteHeader(http.StatusNoContent)
}
