package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// processing is how long after the end a recording is not yet available.
const processing = 10 * time.Minute

// zohoRecording is the recording of one sitting.
type zohoRecording struct {
	id         string
	m          *zohoItem
	start, end time.Time
}

// recorded lists the recordings of all sittings that are over, but for those that
// were deleted.
func (z *zohoMeeting) recorded() []zohoRecording {
	var out []zohoRecording
	for _, key := range z.order {
		m := z.meetings[key]
		if m.members["recording_enabled"] != true {
			continue
		}
		for n, start := range z.started(m) {
			rec := zohoRecording{sitting("REC_", key, n), m, start, start.Add(m.length())}
			if !z.s.now().Before(rec.end) && !z.deleted[rec.id] {
				out = append(out, rec)
			}
		}
	}
	return out
}

func (z *zohoMeeting) ready(rec zohoRecording) bool {
	return !z.s.now().Before(rec.end.Add(processing))
}

// view is the object of A2.3; size and links come when the file is there.
func (z *zohoMeeting) view(rec zohoRecording) object {
	o := object{"recording_id": rec.id, "meeting_key": rec.m.key, "topic": rec.m.members["topic"], "start_time": rec.start.Format(time.RFC3339),
		"duration": int(rec.m.length() / time.Minute), "password_protected": false, "status": "processing", "created_time": rec.end.Format(time.RFC3339)}
	if z.ready(rec) {
		o["status"] = "available"
		o["file_size"] = rec.size()
		o["download_url"] = zohoMeetingHost + "/recordings/download/" + slug(rec.m.key)
		o["streaming_url"] = zohoMeetingHost + "/recordings/play/" + slug(rec.m.key)
	}
	return o
}

func (rec zohoRecording) size() int {
	n, _ := strconv.Atoi(rec.m.key)
	return 300_000 + n%50_000
}

func (z *zohoMeeting) recordings(w http.ResponseWriter, r *http.Request) {
	within, ok := z.period(w, r)
	if !ok {
		return
	}
	found := []object{}
	for _, rec := range z.recorded() {
		if within(rec.start) {
			found = append(found, z.view(rec))
		}
	}
	z.zohoPage(w, r, found)
}

func (z *zohoMeeting) findRecording(w http.ResponseWriter, r *http.Request) (zohoRecording, bool) {
	for _, rec := range z.recorded() {
		if rec.id == r.PathValue("id") {
			return rec, true
		}
	}
	z.fail(w, http.StatusNotFound, "INVALID_RECORDING_ID", "The specified recording does not exist")
	return zohoRecording{}, false
}

func (z *zohoMeeting) recording(w http.ResponseWriter, r *http.Request) {
	if rec, ok := z.findRecording(w, r); ok {
		z.succeed(w, http.StatusOK, z.view(rec))
	}
}

// download sends bytes that the recording's id decides.
func (z *zohoMeeting) download(w http.ResponseWriter, r *http.Request) {
	rec, ok := z.findRecording(w, r)
	if !ok {
		return
	}
	if !z.ready(rec) {
		z.fail(w, http.StatusBadRequest, "RECORDING_NOT_AVAILABLE", "The recording is still being processed")
		return
	}
	w.Header().Set("Content-Type", "video/mp4")
	w.Header().Set("Content-Length", strconv.Itoa(rec.size()))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(rec.content()) // the client may be gone
}

// content begins like an MP4 file; the rest is noise from a generator seeded by
// the id.
func (rec zohoRecording) content() []byte {
	out := append(make([]byte, 0, rec.size()), "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"...)
	state := uint32(2166136261)
	for _, c := range []byte(rec.id) {
		state = (state ^ uint32(c)) * 16777619
	}
	for len(out) < rec.size() {
		state ^= state << 13
		state ^= state >> 17
		state ^= state << 5
		out = append(out, byte(state))
	}
	return out
}

func (z *zohoMeeting) deleteRecording(w http.ResponseWriter, r *http.Request) {
	rec, ok := z.findRecording(w, r)
	if !ok {
		return
	}
	z.deleted[rec.id] = true
	w.WriteHeader(http.StatusNoContent)
}
