package calendar

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// feed serves the calendar file.
func (h *Handler) feed(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("provider")
	if !h.has(name) {
		http.Error(w, "404 no such provider", http.StatusNotFound)
		return
	}
	now, err := h.latest(r.Context())
	if err != nil {
		h.unavailable(w, kindText(err))
		return
	}
	if what := now.missing(name); what != "" {
		h.unavailable(w, what)
		return
	}
	f := now.feeds[name]
	header := w.Header()
	warn(header, now.notes)
	header.Set("Content-Type", "text/calendar; charset=utf-8")
	header.Set("Content-Disposition", `inline; filename="meetings.ics"`)
	header.Set("Cache-Control", fmt.Sprintf("private, max-age=%d", int(h.cfg.Refresh/time.Second)))
	header.Add("Vary", "Accept-Encoding")
	body := f.body
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		body = f.zipped
		header.Set("Content-Encoding", "gzip")
		header.Set("Content-Length", strconv.Itoa(len(body)))
		r = r.Clone(r.Context())
		r.Header.Del("Range") // of the file, not of what it is packed in
		header.Set("ETag", `"`+f.tag+`-gzip"`)
	} else {
		header.Set("ETag", `"`+f.tag+`"`)
	}
	http.ServeContent(w, r, "", f.modified, bytes.NewReader(body))
}

// missing says what went wrong with the one provider of a feed from which nothing is
// known: an empty calendar would say that it has no meetings.
func (s *snapshot) missing(name string) string {
	for _, n := range s.notes {
		if n.Provider == name && n.Since.IsZero() && !slices.ContainsFunc(s.items, func(i Item) bool { return i.isOf(name) }) {
			return n.Text
		}
	}
	return ""
}

// has reports whether name is a provider's, or "".
func (h *Handler) has(name string) bool {
	return name == "" || slices.ContainsFunc(h.cfg.Clients, func(c *provider.Client) bool { return c.Info().Name == name })
}

// unavailable answers before there is anything to serve.
func (h *Handler) unavailable(w http.ResponseWriter, what string) {
	h.mu.Lock()
	wait := h.again.Sub(h.cfg.Now())
	h.mu.Unlock()
	seconds := max(1, int((wait+time.Second-1)/time.Second))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "503 the meetings can't be read: "+what, http.StatusServiceUnavailable)
}

// warn tells programs what the page tells people (RFC 7234, section 5.5: 110 is
// "response is stale", 199 "miscellaneous").
func warn(header http.Header, notes []trouble) {
	for _, n := range notes {
		code, text := "110", n.Provider+" failed ("+n.Text+"): its meetings are those of "+n.Since.UTC().Format(time.RFC3339)
		if n.Since.IsZero() {
			code, text = "199", n.Provider+" failed ("+n.Text+"): its meetings are missing"
		}
		header.Add("Warning", code+" - "+strconv.QuoteToASCII(meeting.OneLine(text)))
	}
}

// acceptsGzip reads Accept-Encoding.
func acceptsGzip(header string) bool {
	accepted := false
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding != "gzip" && coding != "*" {
			continue
		}
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			weight, _ = strconv.ParseFloat(q, 64)
		}
		if coding == "gzip" {
			return weight > 0
		}
		accepted = weight > 0
	}
	return accepted
}
