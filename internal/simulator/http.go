package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
)

type bodyKey struct{}

const maxRequest = 1 << 20

func readBody(r *http.Request) ([]byte, error) {
	return io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
}

func bodyOf(r *http.Request) []byte {
	body, _ := r.Context().Value(bodyKey{}).([]byte)
	return body
}

// object is a JSON object; numbers in it are json.Number.
type object = map[string]any

// readObject decodes the body of a request that must be a JSON object.
func readObject(r *http.Request) (object, bool) {
	dec := json.NewDecoder(bytes.NewReader(bodyOf(r)))
	dec.UseNumber()
	var members object
	if err := dec.Decode(&members); err != nil || members == nil || dec.More() {
		return nil, false
	}
	return members, true
}

func isJSON(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(body) // the client may be gone
}

// queryInt reads a query parameter that must be a number within bounds.
func queryInt(r *http.Request, name string, fallback, least, most int) (int, bool) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return fallback, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= least && n <= most
}

// onlyQuery reports the first query parameter that is not among known.
func onlyQuery(r *http.Request, known ...string) (string, bool) {
	for name := range r.URL.Query() {
		found := false
		for _, k := range known {
			found = found || k == name
		}
		if !found {
			return name, false
		}
	}
	return "", true
}

// pageOf cuts items for a page; next is the offset of the one after, 0 at the end.
func pageOf[T any](items []T, offset, size int) (page []T, next int) {
	if offset >= len(items) {
		return []T{}, 0
	}
	end := min(offset+size, len(items))
	if end < len(items) {
		next = end
	}
	return items[offset:end], next
}
