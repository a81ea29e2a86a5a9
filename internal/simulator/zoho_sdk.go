package simulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// zohoSDK is contracts/zoho.md A1, B2 and B4: sessions that start at once, and
// sessions that are scheduled.
type zohoSDK struct {
	s        *Server
	made     int           // sessions that started at once; no list holds them
	sessions []*sdkSession // scheduled
	plain    *sdkSession   // a meeting of Zoho Meeting that can be made a session
}

const (
	sdkOrg  = "1234567"
	sdkUser = 71158042 // zuid
)

// sdkBody is the whole request; Zoho's servers know no other member.
var sdkBody = map[string]spec{
	"session": {kind: isObject, required: true, members: map[string]spec{
		"conferenceType": {kind: isText, required: true, enum: []string{"audio", "video"}},
	}},
}

func newZohoSDK(s *Server, mux, numbered *http.ServeMux) *zohoSDK {
	z := &zohoSDK{s: s}
	z.plain = z.newSession(sdkSession{topic: "Weekly review", zone: "Asia/Calcutta", start: s.now().Truncate(time.Hour).Add(72 * time.Hour), length: time.Hour})
	mux.HandleFunc("GET /api/v2/user.json", z.signedIn(z.user))
	mux.HandleFunc("POST /meeting/api/v2/{org}/sdk/session/meet", z.signedIn(z.ofOrg(z.meet)))
	mux.HandleFunc("POST /meeting/api/v2/{org}/sdk/session", z.signedIn(z.ofOrg(z.schedule)))
	numbered.HandleFunc("GET /api/v2/{org}/sdk/sessions", z.signedIn(z.ofOrg(z.list)))
	numbered.HandleFunc("POST /api/v2/{org}/sdk/session/convert/{sysId}", z.signedIn(z.ofOrg(z.convert)))
	return z
}

// signedIn puts authentication before h. E1: a bad token is HTTP 400.
func (z *zohoSDK) signedIn(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Zoho-oauthtoken ")
		if _, fresh := z.s.tokens.valid("zoho", token); !ok || !fresh {
			reply(w, http.StatusBadRequest, object{"error": object{"code": 2000, "message": "INVALID_OAUTHTOKEN"}})
			return
		}
		h(w, r)
	}
}

// refuse answers in the shape E2 and E3.
func (z *zohoSDK) refuse(w http.ResponseWriter, status, code int, key, message string) {
	reply(w, status, object{"error": object{"errorCode": code, "message": message, "key": key}})
}

// user is "currentUser" (B2); its ids are numbers, unlike everywhere else.
func (z *zohoSDK) user(w http.ResponseWriter, r *http.Request) {
	if !z.s.zohoToken(w, r, "ZohoMeeting.manageOrg.READ") {
		return
	}
	if name, ok := onlyQuery(r); !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "EXTRA_PARAM_FOUND", "Extra parameter found: "+name)
		return
	}
	reply(w, http.StatusOK, object{"userDetails": object{
		"zsoid": json.Number(sdkOrg), "zuid": sdkUser, "superAdminZuid": sdkUser, "primaryEmail": "host@example.com",
		"displayName": "Sim", "fullName": "Sim Host", "portalName": "sim", "orgName": "Sim Organisation", "edition": "ENTERPRISE",
		"redirectionServer": "meeting.zoho.com", "meetingRedirectionServer": "meeting.zoho.com",
		"participantCount": 100, "userCount": 1, "daysLeft": 0, "isAdmin": true, "isPaidUser": true, "isfreeUser": false,
	}})
}

// ofOrg refuses another organisation's number (E3).
func (z *zohoSDK) ofOrg(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("org") != sdkOrg {
			z.refuse(w, http.StatusUnauthorized, 3001, "UNAUTHORIZED_USER", "You are not authorized to perform this operation")
			return
		}
		h(w, r)
	}
}

// body reads a request of the shape that specs say.
func (z *zohoSDK) body(w http.ResponseWriter, r *http.Request, specs map[string]spec) (object, bool) {
	members, ok := readObject(r)
	if !isJSON(r) || !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "JSON_PARSE_ERROR", "The request is not JSON")
		return nil, false
	}
	if !z.only(w, r) {
		return nil, false
	}
	faults := checkMembers("", members, specs)
	if len(faults) == 0 {
		return members, true
	}
	key := "PATTERN_NOT_MATCHED"
	switch faults[0].message {
	case "is not known":
		key = "EXTRA_PARAM_FOUND"
	case "is required":
		key = "LESS_THAN_MIN_OCCURANCE"
	}
	z.refuse(w, http.StatusBadRequest, 1000, key, faults[0].field+" "+faults[0].message)
	return nil, false
}

// only refuses query parameters that no document names.
func (z *zohoSDK) only(w http.ResponseWriter, r *http.Request, known ...string) bool {
	name, ok := onlyQuery(r, known...)
	if !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "EXTRA_PARAM_FOUND", "Extra parameter found: "+name)
	}
	return ok
}

func (z *zohoSDK) meet(w http.ResponseWriter, r *http.Request) {
	if _, ok := z.body(w, r, sdkBody); !ok {
		return
	}
	z.made++
	started := z.newSession(sdkSession{topic: "Instant Meeting", zone: "Asia/Calcutta", start: z.s.now().Truncate(time.Second), length: time.Hour})
	reply(w, http.StatusOK, object{"session": started.wire()})
}
