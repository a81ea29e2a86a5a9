package provider

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// checked refuses an answer that breaks the contract.
func (c *Client) checked(m meeting.Meeting) (meeting.Meeting, error) {
	err := c.check(&m)
	return c.named(m), err
}

// named says where the meeting is from.
func (c *Client) named(m meeting.Meeting) meeting.Meeting {
	m.Provider, m.Vendor = c.info.Name, c.info.Vendor
	return m
}

// check is checked for what may be the adapter's own: it only reads.
func (c *Client) check(m *meeting.Meeting) error {
	if m.ID == "" {
		return protocolf("the answer has no id")
	}
	for _, t := range [...]time.Time{m.Start, m.End, m.Created, m.Updated, m.Expires} {
		if t.Location() != time.UTC {
			return errNotUTC()
		}
	}
	for i := range m.Occurrences {
		if m.Occurrences[i].Start.Location() != time.UTC {
			return errNotUTC()
		}
	}
	for _, link := range [...]struct{ name, url string }{
		{"join", m.JoinURL}, {"host", m.HostURL.Reveal()}, {"viewer", m.ViewerURL},
	} {
		if !isAbsolute(link.url) {
			return protocolf("the answer's %s link is not an absolute URL", link.name)
		}
	}
	return nil
}

func errNotUTC() error { return protocolf("the answer has a time that is not in UTC") }

func protocolf(format string, args ...any) error {
	return &meeting.Error{Kind: meeting.ErrProtocol, Message: fmt.Sprintf(format, args...)}
}

func isAbsolute(link string) bool {
	if link == "" || isPlain(link) {
		return true
	}
	u, err := url.Parse(link)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// isPlain tells an https link of nothing but harmless characters without parsing
// it: nearly all are.
func isPlain(link string) bool {
	rest, ok := strings.CutPrefix(link, "https://")
	if !ok || rest == "" || !isAlnum(rest[0]) {
		return false
	}
	for i := range len(rest) {
		if c := rest[i]; !isAlnum(c) && strings.IndexByte("-._~/?=&", c) < 0 {
			return false
		}
	}
	return true
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}
