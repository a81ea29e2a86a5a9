package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// report lists who came to a meeting: the presenter and everybody who was invited.
// Somebody who is still in has no leaveTime.
func (z *zohoSessions) report(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r, false)
	if !ok {
		return
	}
	var came []object
	if now := z.s.now(); !now.Before(m.start) {
		for i, p := range append([]object{{"id": z.member(m, 0), "email": zohoHost}}, m.people...) {
			seen := object{"memberId": p["id"], "email": p["email"], "role": "attendee", "source": "web", "joinTime": m.start.UnixMilli() + 804}
			if i == 0 {
				seen["role"] = "presenter"
			}
			if !now.Before(m.end()) {
				seen["leaveTime"], seen["duration"] = m.end().UnixMilli()+527, m.length.Milliseconds()-277
			}
			came = append(came, seen)
		}
	}
	page, ok := part(z, w, r, came)
	if ok {
		reply(w, http.StatusOK, object{"participantsCount": len(came), "participants": page})
	}
}

// member is the presenter's memberId, beyond 2^53.
func (z *zohoSessions) member(m *zohoSession, n int) string {
	id, _ := strconv.ParseInt(m.key, 10, 64)
	return strconv.FormatInt(438180000000000000+id+int64(n), 10)
}

// recorded lists the meetings that were recorded: all that are over.
func (z *zohoSessions) recorded() []*zohoSession {
	var out []*zohoSession
	for _, key := range z.order {
		m := z.sessions[key]
		if !m.webinar && !z.s.now().Before(m.end()) && !z.deleted[m.recordingID()] {
			out = append(out, m)
		}
	}
	return out
}

// recordingID is 64 hexadecimal digits.
func (m *zohoSession) recordingID() string {
	sum := sha256.Sum256([]byte(m.key))
	return hex.EncodeToString(sum[:])
}

// file is the recording's content; the older dialect's is as good as any.
func (m *zohoSession) file() zohoRecording {
	return zohoRecording{id: m.recordingID(), m: &zohoItem{key: m.key}}
}

func (z *zohoSessions) ready(m *zohoSession) bool { return !z.s.now().Before(m.end().Add(processing)) }

// recording has numbers in texts and a time with an abbreviation; links come when
// the file is there.
func (z *zohoSessions) recording(m *zohoSession) object {
	o := object{"erecordingId": m.recordingID(), "meetingKey": m.key, "topic": m.topic, "resourceName": m.topic, "creatorZuid": sdkUser,
		"startTimeMillis": strconv.FormatInt(m.start.UnixMilli(), 10), "endTimeMillis": strconv.FormatInt(m.end().UnixMilli(), 10),
		"startTime": m.start.Format("2006-01-02T15:04:05") + " IST", "duration": m.length.Milliseconds(),
		"processingState": "PROCESSING", "isTranscriptGenerated": false, "isSummaryGenerated": false}
	if z.ready(m) {
		query := "?" + url.Values{"event-id": {m.recordingID()}, "x-cli-msg": {`{"isFileOwner":true}`}}.Encode()
		o["processingState"], o["fileSize"], o["uploadedTime"] = "UPLOADED", strconv.Itoa(m.file().size()), m.end().Add(processing).UnixMilli()
		o["downloadUrl"] = z.s.URL() + "/v1/workdrive/download/" + m.recordingID() + query
		o["playUrl"], o["shareUrl"] = zohoMeetingHost+"/play/"+m.recordingID(), zohoMeetingHost+"/share/"+m.recordingID()
	}
	return o
}

func (z *zohoSessions) recordings(w http.ResponseWriter, _ *http.Request) {
	list := []object{}
	for _, m := range z.recorded() {
		list = append(list, z.recording(m))
	}
	reply(w, http.StatusOK, object{"recordings": list, "count": len(list)})
}

// recordingsOf goes by the meeting's key, delete by the recording's id, in the same
// place of the path (B5).
func (z *zohoSessions) recordingsOf(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r, false)
	if !ok {
		return
	}
	list := []object{}
	for _, rec := range z.recorded() {
		if rec == m {
			one := z.recording(m)
			delete(one, "meetingKey") // elements of this list lack them
			delete(one, "topic")
			list = append(list, one)
		}
	}
	reply(w, http.StatusOK, object{"recordings": list})
}

func (z *zohoSessions) deleteRecording(w http.ResponseWriter, r *http.Request) {
	for _, m := range z.recorded() {
		if r.PathValue("key") == m.recordingID()+".json" {
			z.deleted[m.recordingID()] = true
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	z.refuse(w, http.StatusBadRequest, 4019, "INVALID_E_RECORDING_ID", "The recording id is invalid.")
}

// download needs two scopes of its own.
func (z *zohoSessions) download(w http.ResponseWriter, r *http.Request) {
	if !z.s.zohoToken(w, r, "ZohoMeeting.meetinguds.READ") || !z.s.zohoToken(w, r, "ZohoFiles.files.READ") {
		return
	}
	for _, m := range z.recorded() {
		if r.PathValue("id") == m.recordingID() && r.URL.Query().Get("event-id") == m.recordingID() && z.ready(m) {
			w.Header().Set("Content-Type", "video/mp4")
			w.Header().Set("Content-Length", strconv.Itoa(m.file().size()))
			w.WriteHeader(http.StatusOK)
			_, _ = w.Write(m.file().content()) // the client may be gone
			return
		}
	}
	http.Error(w, "<html>"+strings.Repeat("not found ", 3), http.StatusNotFound)
}
