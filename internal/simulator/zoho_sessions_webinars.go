package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// createWebinar has two applicants, one to approve and one who is.
func (z *zohoSessions) createWebinar(w http.ResponseWriter, r *http.Request) {
	m := &zohoSession{created: z.s.now(), length: day / 24, webinar: true}
	if !z.change(w, r, m, zohoSchedule, true) {
		return
	}
	z.add(m)
	for i, name := range []string{"Ada Pending", "Bo Approved"} {
		first, last, _ := strings.Cut(name, " ")
		m.registrations = append(m.registrations, object{"registrantId": z.sysID(), "email": strings.ToLower(first) + "@example.com",
			"firstName": first, "lastName": last, "status": i})
	}
	reply(w, http.StatusCreated, object{"session": joinObjects(m.made(), object{
		"instanceId": m.sysID, "registrationLink": zohoMeetingHost + "/meeting/register?sessionId=" + m.key, "registrationCount": 0})})
}

func (z *zohoSessions) registrations(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r, true)
	if !ok {
		return
	}
	found := []object{}
	status := r.URL.Query().Get("status")
	for _, reg := range m.registrations {
		if n, _ := reg["status"].(int); status == "" || status == strconv.Itoa(n) {
			found = append(found, reg)
		}
	}
	reply(w, http.StatusOK, object{"registrant": found, "totalCount": len(found)})
}

// zohoRegister is the body of the bulk registration (B6).
var zohoRegister = map[string]spec{
	"registrant": {kind: isList, required: true, element: &spec{kind: isObject, members: map[string]spec{
		"email": {kind: isEmail, required: true}, "firstName": {kind: isText, required: true}, "lastName": {kind: isText}}}},
}

// register takes people; who is there already fails.
func (z *zohoSessions) register(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r, true)
	if !ok {
		return
	}
	if !strings.HasSuffix(r.URL.Path, ".json") {
		z.page(w)
		return
	}
	body, ok := readObject(r)
	if !isJSON(r) || !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "JSON_PARSE_ERROR", "The request is not JSON")
		return
	}
	if faults := checkMembers("", body, zohoRegister); len(faults) > 0 {
		z.refuse(w, http.StatusBadRequest, 1000, "PATTERN_NOT_MATCHED", faults[0].field+" "+faults[0].message)
		return
	}
	people, _ := body["registrant"].([]any)
	done := []object{}
	for _, v := range people {
		given, _ := v.(object)
		if slices.ContainsFunc(m.registrations, func(reg object) bool { return reg["email"] == given["email"] }) {
			continue
		}
		m.registrations = append(m.registrations, joinObjects(given, object{"registrantId": z.sysID(), "status": 1}))
		done = append(done, object{"email": given["email"], "joinLink": zohoMeetingHost + "/register/join?registerKey=" + z.sysID()})
	}
	reply(w, http.StatusOK, object{"registrant": done, "failedCount": len(people) - len(done), "successCount": len(done),
		"totalCount": len(people), "registeredCount": len(m.registrations)})
}
