package simulator

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// recorded are the files of a sitting that was recorded in the cloud: a film and
// its sound. They are there some minutes after the end.
func (z *zoom) recorded(s zoomSitting) []object {
	settings, _ := s.m.members["settings"].(object)
	if settings["auto_recording"] != "cloud" || s.live || z.s.now().Before(s.end.Add(zoomRecordingAfter)) {
		return nil
	}
	var files []object
	for n, kind := range []struct{ kind, extension, recording string }{{"MP4", "MP4", "shared_screen_with_speaker_view"}, {"M4A", "M4A", "audio_only"}} {
		id := fmt.Sprintf("%08x-4294-4f51-8134-%012x", uint32(s.m.id), s.start.Unix()*10+int64(n))
		if s.m.erased[id] {
			continue
		}
		files = append(files, object{
			"id": id, "meeting_id": s.uuid, "recording_start": s.start.Format(time.RFC3339), "recording_end": s.end.Format(time.RFC3339),
			"file_type": kind.kind, "file_extension": kind.extension, "file_size": zoomSize(id), "status": "completed", "recording_type": kind.recording,
			"download_url": z.s.URL() + "/rec/download/" + id, "play_url": z.s.URL() + "/rec/play/" + id,
		})
	}
	return files
}

func zoomSize(id string) int { return 200_000 + len(id)*int(id[7]) }

// recording is the object of B1; its type is a text.
func (z *zoom) recording(s zoomSitting, files []object) object {
	total := 0
	for _, f := range files {
		size, _ := f["file_size"].(int)
		total += size
	}
	return object{
		"uuid": s.uuid, "id": s.m.id, "account_id": "sim", "host_id": "simHost", "topic": s.m.text("topic"), "type": strconv.FormatInt(s.m.number("type", 2), 10),
		"start_time": s.start.Format(time.RFC3339), "duration": int(s.end.Sub(s.start) / time.Minute), "total_size": total,
		"recording_count": len(files), "recording_files": files,
	}
}

const noRecording = "There is no recording for this meeting."

func (z *zoom) recordings(w http.ResponseWriter, r *http.Request) {
	s, ok := z.past(w, r, zoomRecordingAfter, 3301, noRecording)
	if !ok {
		return
	}
	files := z.recorded(s)
	if len(files) == 0 {
		z.fail(w, r, http.StatusNotFound, 3301, noRecording)
		return
	}
	reply(w, http.StatusOK, z.recording(s, files))
}

func (z *zoom) userRecordings(w http.ResponseWriter, r *http.Request) {
	host, ok := z.user(w, r)
	if !ok || !z.paid(w, r) {
		return
	}
	from, to, ok := z.month(r.URL.Query())
	if !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "The range of the dates is more than a month.")
		return
	}
	var found []object
	for _, id := range z.order {
		m := z.meetings[id]
		if m.deleted || m.host != host {
			continue
		}
		for _, s := range z.over(m) {
			if files := z.recorded(s); len(files) > 0 && !s.start.Before(from) && s.start.Before(to) {
				found = append(found, z.recording(s, files))
			}
		}
	}
	z.page(w, r, "meetings", found, "from", "to", "mc", "trash", "trash_type", "meeting_id")
}

func (z *zoom) deleteRecording(w http.ResponseWriter, r *http.Request) {
	if action := r.URL.Query().Get("action"); action != "" && action != "trash" && action != "delete" {
		z.fail(w, r, http.StatusBadRequest, 300, "Invalid parameter: action.")
		return
	}
	s, ok := z.past(w, r, zoomRecordingAfter, 3301, noRecording)
	if !ok {
		return
	}
	for _, f := range z.recorded(s) {
		if f["id"] == r.PathValue("file") {
			if s.m.erased == nil {
				s.m.erased = map[string]bool{}
			}
			s.m.erased[r.PathValue("file")] = true
			w.WriteHeader(http.StatusOK)
			return
		}
	}
	z.fail(w, r, http.StatusNotFound, 3301, noRecording)
}

// download leads to another address, as Zoom's links do (B5).
func (z *zoom) download(w http.ResponseWriter, r *http.Request) {
	if z.file(r.PathValue("file")) == nil {
		z.fail(w, r, http.StatusNotFound, 3301, noRecording)
		return
	}
	w.Header().Set("Location", z.s.URL()+"/rec/replay/"+r.PathValue("file")+"?Signature=sim-signature")
	w.WriteHeader(http.StatusFound)
}

func (z *zoom) file(id string) object {
	for _, m := range z.meetings {
		for _, s := range z.over(m) {
			for _, f := range z.recorded(s) {
				if f["id"] == id {
					return f
				}
			}
		}
	}
	return nil
}

func (z *zoom) replay(w http.ResponseWriter, r *http.Request) {
	f := z.file(r.PathValue("file"))
	if f == nil || r.URL.Query().Get("Signature") != "sim-signature" {
		z.fail(w, r, http.StatusNotFound, 3301, noRecording)
		return
	}
	id, _ := f["id"].(string)
	w.Header().Set("Content-Type", "video/mp4")
	w.Header().Set("Content-Length", strconv.Itoa(zoomSize(id)))
	_, _ = w.Write(bytes.Repeat([]byte(strings.ToUpper(id[:1])), zoomSize(id))) // the client may be gone
}
