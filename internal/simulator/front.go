package simulator

import (
	"net/http"
	"strings"
)

// front serves what has an organisation's number in its path from a mux of its own:
// net/http finds that such patterns conflict with those of the reference
// ("/api/v2/{org}/sdk/sessions" and "/api/v2/meetings/{key}/sessions").
type front struct {
	numbered, rest *http.ServeMux
}

func (f front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	org, _, deeper := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/v2/"), "/")
	if deeper && org != "" && strings.Trim(org, "0123456789") == "" && strings.HasPrefix(r.URL.Path, "/api/v2/") {
		f.numbered.ServeHTTP(w, r)
		return
	}
	f.rest.ServeHTTP(w, r)
}
