package caldav

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// object is an entry on the server.
type object struct {
	path  string
	etag  string
	event calendar.Event
}

// version is what a condition names: any, where the server gives no ETag.
func (o object) version() string {
	if o.etag == "" {
		return "*"
	}
	return o.etag
}

const query = `<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/></d:prop>` +
	`<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>`

type multistatus struct {
	Responses []struct {
		Href     string `xml:"DAV: href"`
		Status   string `xml:"DAV: status"`
		Propstat []struct {
			Status string `xml:"DAV: status"`
			Prop   struct {
				ETag string `xml:"DAV: getetag"`
				Data string `xml:"urn:ietf:params:xml:ns:caldav calendar-data"`
			} `xml:"DAV: prop"`
		} `xml:"DAV: propstat"`
	} `xml:"DAV: response"`
}

// list returns the entries of the calendar by UID. What can't be read is none of
// ours and left alone.
func (c *Client) list(ctx context.Context) (map[string]object, error) {
	res, err := c.do(ctx, exchange{method: "REPORT", path: c.base.Path, body: []byte(query), header: map[string]string{
		"Content-Type": "application/xml; charset=utf-8", "Depth": "1",
	}})
	if err != nil {
		return nil, err
	}
	var ms multistatus
	if res.status != http.StatusMultiStatus || xml.Unmarshal(res.body, &ms) != nil {
		return nil, protocol("the server's list of entries can't be understood (HTTP %d)", res.status)
	}
	out := map[string]object{}
	for _, r := range ms.Responses {
		href, err := url.Parse(r.Href)
		if err != nil {
			continue
		}
		for _, p := range r.Propstat {
			if p.Prop.Data == "" || (p.Status != "" && !strings.Contains(p.Status, " 200 ")) {
				continue
			}
			events, err := calendar.Decode(strings.NewReader(p.Prop.Data), calendar.DecodeOptions{MaxSize: c.cfg.MaxBody})
			if err != nil || len(events) != 1 {
				continue
			}
			out[events[0].UID] = object{path: href.Path, etag: strings.TrimSpace(p.Prop.ETag), event: events[0]}
		}
	}
	return out, nil
}

// put writes an entry: over the version of o, or only where none is when o is nil.
func (c *Client) put(ctx context.Context, e calendar.Event, o *object) error {
	var file bytes.Buffer
	if err := calendar.Encode(&file, []calendar.Event{e}, calendar.EncodeOptions{}); err != nil {
		return err
	}
	x := exchange{method: http.MethodPut, path: c.base.Path + nameOf(e.UID), body: file.Bytes(), id: e.UID,
		header: map[string]string{"Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}}
	if o != nil {
		delete(x.header, "If-None-Match")
		x.path, x.header["If-Match"] = o.path, o.version()
	}
	res, err := c.do(ctx, x)
	if err != nil {
		return err
	}
	switch res.status {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return nil
	case http.StatusMultiStatus: // a refusal inside, as Xandikos answers
		return &meeting.Error{Op: op, ID: e.UID, Kind: meeting.ErrConflict, Status: res.status, Message: "the server did not store the entry"}
	}
	failure := protocol("the server's answer to a PUT can't be understood")
	failure.ID, failure.Status = e.UID, res.status
	return failure
}

// remove deletes the version of o. What is gone is gone.
func (c *Client) remove(ctx context.Context, o object) error {
	res, err := c.do(ctx, exchange{method: http.MethodDelete, path: o.path, header: map[string]string{"If-Match": o.version()}, id: o.event.UID})
	switch {
	case res.status == http.StatusNotFound, res.status == http.StatusGone:
		return nil
	case err != nil:
		return err
	case res.status == http.StatusMultiStatus:
		return &meeting.Error{Op: op, ID: o.event.UID, Kind: meeting.ErrConflict, Status: res.status, Message: "the server did not delete the entry"}
	}
	return nil
}

// nameOf is the name of a new entry: its UID, where that can stand in a path on
// every server and file system.
func nameOf(uid string) string {
	plain := len(uid) <= 120 && uid != "" && uid[0] != '.'
	for _, r := range uid {
		plain = plain && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("@._-", r))
	}
	if plain {
		return uid + ".ics"
	}
	sum := sha256.Sum256([]byte(uid))
	return hex.EncodeToString(sum[:16]) + ".ics"
}
