package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// zohoSDK is contracts/zoho.md A1 and B2: sessions that start at once.
type zohoSDK struct {
	s    *Server
	made int
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

func newZohoSDK(s *Server, mux *http.ServeMux) *zohoSDK {
	z := &zohoSDK{s: s}
	mux.HandleFunc("POST /meeting/api/v2/{org}/sdk/session/meet", z.signedIn(z.meet))
	mux.HandleFunc("GET /api/v2/user.json", z.signedIn(z.user))
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

func (z *zohoSDK) meet(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("org") != sdkOrg {
		z.refuse(w, http.StatusUnauthorized, 3001, "UNAUTHORIZED_USER", "You are not authorized to perform this operation")
		return
	}
	members, ok := readObject(r)
	if !isJSON(r) || !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "JSON_PARSE_ERROR", "The request is not JSON")
		return
	}
	if name, ok := onlyQuery(r); !ok {
		z.refuse(w, http.StatusBadRequest, 1000, "EXTRA_PARAM_FOUND", "Extra parameter found: "+name)
		return
	}
	if faults := checkMembers("", members, sdkBody); len(faults) > 0 {
		key := "PATTERN_NOT_MATCHED"
		switch faults[0].message {
		case "is not known":
			key = "EXTRA_PARAM_FOUND"
		case "is required":
			key = "LESS_THAN_MIN_OCCURANCE"
		}
		z.refuse(w, http.StatusBadRequest, 1000, key, faults[0].field+" "+faults[0].message)
		return
	}
	z.made++
	reply(w, http.StatusOK, object{"session": z.session()})
}

// session has all members of A1 in the types that the example prints: the same id
// as text and as a number beyond 2^53, one user as number and as text, an array in
// a string, and texts that name their zone by an abbreviation.
func (z *zohoSDK) session() object {
	key := strconv.FormatInt(z.s.next(), 10)
	id := 556536000000000000 + z.s.next()
	start := z.s.now().Truncate(time.Second)
	end := start.Add(time.Hour)
	india := time.FixedZone("IST", 19800)
	const clock = "03:04 PM"
	return object{
		"dialinUrl": "https://help.zoho.com/portal/kb/articles/zoho-meeting-dial-in-numbers", "accessCode": key[:5] + " " + key[5:] + " #",
		"timezone": "Asia/Calcutta", "offset": "19800000",
		"startTimeMillisec": start.UnixMilli(), "endTimeMillisec": end.UnixMilli(), "duration": end.Sub(start).Milliseconds(),
		"startTime": start.In(india).Format("Jan 02, 2006 " + clock + " MST"),
		"endTime":   end.In(india).Format("Jan 02, 2006 " + clock + " MST"),
		"startDate": start.In(india).Format("Jan 2, 2006 " + clock),
		"topic":     "Instant Meeting", "agenda": "",
		"meetingKey": key, "sys_id": strconv.FormatInt(id, 10), "UID": id,
		"presenter": sdkUser, "creator": strconv.Itoa(sdkUser), "creatorZuid": strconv.Itoa(sdkUser),
		"joinLink": "https://meet.zoho.example/" + key,
		"startLink": "https://meeting.zoho.example/meeting/statelessStart?signature=sim" + strconv.FormatInt(z.s.next(), 36) +
			"&key=" + key + "&frameOrigin=https://<your_registered_domain>",
		"pwd": "sim" + key[7:], "encryptPwd": fmt.Sprintf("%064x", id),
		"participants": []object{}, "addedParticipants": "[]", "removedParticipants": "[]",
		"departmentId": "556536000000025015", "departmentName": "My Department",
		"webServer": "meeting.zoho.com", "source": "Meeting Create page", "sessionType": "meeting", "isRecurring": false,
		"meeting": object{"zsoid": sdkOrg},
	}
}
