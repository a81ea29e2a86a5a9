package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// files lists recordings, or transcripts, that are there by now, with their visits.
func (v *whereby) files(of func(*wherebyVisit) **wherebyFile) (visits []*wherebyVisit) {
	for _, visit := range v.visits {
		if f := *of(visit); f != nil && !v.s.now().Before(f.end) {
			visits = append(visits, visit)
		}
	}
	return visits
}

func recordingOf(v *wherebyVisit) **wherebyFile  { return &v.recording }
func transcriptOf(v *wherebyVisit) **wherebyFile { return &v.text }

// newFiles mounts the calls that both kinds of file have.
func (v *whereby) newFiles(mux *http.ServeMux) {
	v.route(mux, "GET /v1/recordings", wherebyRead, v.listFiles(recordingOf, wherebyRecording, "roomName", "sortBy"))
	v.route(mux, "GET /v1/recordings/{id}", wherebyRead, v.getFile(recordingOf, wherebyRecording))
	v.route(mux, "DELETE /v1/recordings/{id}", wherebyDelete, v.deleteFile(recordingOf))
	v.route(mux, "GET /v1/recordings/{id}/access-link", wherebyRead, v.link(recordingOf))
	v.route(mux, "GET /v1/transcriptions", wherebyRead, v.listFiles(transcriptOf, wherebyTranscript, "sortBy"))
	v.route(mux, "GET /v1/transcriptions/{id}", wherebyRead, v.getFile(transcriptOf, wherebyTranscript))
	v.route(mux, "DELETE /v1/transcriptions/{id}", wherebyDelete, v.deleteFile(transcriptOf))
	v.route(mux, "GET /v1/transcriptions/{id}/access-link", wherebyRead, v.link(transcriptOf))
	mux.HandleFunc("GET /whereby-storage/{name}", v.storage)
}

func wherebyRecording(_ *wherebyVisit, f *wherebyFile) object {
	return object{"recordingId": f.id, "roomSessionId": f.sitting, "filename": f.name,
		"startDate": wherebyTime(f.start), "endDate": wherebyTime(f.end), "sizeInMegaBytes": 12.5}
}

func wherebyTranscript(visit *wherebyVisit, f *wherebyFile) object {
	storage := "SELF_HOSTED"
	if f.hosted {
		storage = "WHEREBY_HOSTED"
	}
	return object{"transcriptionId": f.id, "roomSessionId": f.sitting, "filename": f.name, "roomName": visit.room,
		"startDate": wherebyTime(f.start), "endDate": wherebyTime(f.end), "createdAt": wherebyTime(f.end.Add(time.Minute)),
		"state": f.state, "type": "LIVE_TRANSCRIPTION", "storageType": storage}
}

func (v *whereby) listFiles(of func(*wherebyVisit) **wherebyFile, wire func(*wherebyVisit, *wherebyFile) object, known ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !v.query(w, r, 50, known...) {
			return
		}
		var found []object
		for _, visit := range v.files(of) {
			if room := r.URL.Query().Get("roomName"); room == "" || room == visit.room {
				found = append(found, wire(visit, *of(visit)))
			}
		}
		v.page(w, r, found, 50)
	}
}

// file finds the visit of a file by the id in the path.
func (v *whereby) file(r *http.Request, of func(*wherebyVisit) **wherebyFile) *wherebyVisit {
	for _, visit := range v.files(of) {
		if (*of(visit)).id == r.PathValue("id") {
			return visit
		}
	}
	return nil
}

func (v *whereby) getFile(of func(*wherebyVisit) **wherebyFile, wire func(*wherebyVisit, *wherebyFile) object) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		visit := v.file(r, of)
		if visit == nil {
			v.fail(w, http.StatusNotFound, "Not found")
			return
		}
		reply(w, http.StatusOK, wire(visit, *of(visit)))
	}
}

// deleteFile answers the same when there is no such file.
func (v *whereby) deleteFile(of func(*wherebyVisit) **wherebyFile) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if visit := v.file(r, of); visit != nil {
			*of(visit) = nil
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

// link is for files at Whereby only; what it gives is signed and needs no key.
func (v *whereby) link(of func(*wherebyVisit) **wherebyFile) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, known := onlyQuery(r, "validForSeconds")
		seconds, ok := queryInt(r, "validForSeconds", 3600, 1, 43200)
		visit := v.file(r, of)
		switch {
		case !known || !ok:
			v.fail(w, http.StatusBadRequest, "query parameter %s is not valid", name)
			return
		case visit == nil:
			v.fail(w, http.StatusNotFound, "Not found")
			return
		case !(*of(visit)).hosted:
			v.fail(w, http.StatusForbidden, "The file is not hosted by Whereby")
			return
		}
		expires := v.s.now().Add(time.Duration(seconds) * time.Second)
		reply(w, http.StatusOK, object{
			"accessLink": v.s.URL() + "/whereby-storage/" + (*of(visit)).id + "?X-Amz-Signature=sim%2Fsigned&expires=" + strconv.FormatInt(expires.UnixMilli(), 10),
			"expires":    expires.UnixMilli(),
		})
	}
}

// storage is a bucket: it knows signatures, and refuses who brings a key as well.
func (v *whereby) storage(w http.ResponseWriter, r *http.Request) {
	until, err := strconv.ParseInt(r.URL.Query().Get("expires"), 10, 64)
	switch {
	case r.Header.Get("Authorization") != "":
		http.Error(w, "Only one auth mechanism allowed", http.StatusBadRequest)
	case err != nil || !strings.Contains(r.URL.RawQuery, "X-Amz-Signature=sim%2Fsigned&") || v.s.now().UnixMilli() > until:
		http.Error(w, "Request has expired", http.StatusForbidden)
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write([]byte("file " + r.PathValue("name"))) // the client may be gone
	}
}
