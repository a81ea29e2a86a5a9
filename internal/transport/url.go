package transport

import (
	"net"
	"net/url"
	"strings"

	"github.com/libmeet/meeting"
)

// url builds the address of a request.
func (c *Client) url(req Request) (string, *meeting.Error) {
	if req.URL != "" {
		link, ok := c.trusted(c.cfg.BaseURL, req.URL)
		if !ok {
			return "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "the vendor's link leads to a host that the credential must not go to"}
		}
		return link, nil
	}
	var b strings.Builder
	b.Grow(len(c.cfg.BaseURL) + len(req.Path) + 64)
	b.WriteString(strings.TrimRight(c.cfg.BaseURL, "/"))
	args, rest := req.Args, req.Path
	for {
		before, after, ok := strings.Cut(rest, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		name, after, _ := strings.Cut(after, "}")
		rest = after
		if len(args) == 0 {
			return "", meeting.Invalidf(name, "it is missing")
		}
		if segment := args[0]; strings.Trim(segment, ".") == "" {
			return "", meeting.Invalidf(name, "%q is not an id", segment) // "." and ".." survive escaping
		}
		b.WriteString(url.PathEscape(args[0]))
		args = args[1:]
	}
	var query url.Values
	for name, value := range req.Query {
		if value == "" {
			continue
		}
		if query == nil {
			query = url.Values{}
		}
		query.Set(name, value)
	}
	if len(query) > 0 {
		b.WriteString("?" + query.Encode())
	}
	return b.String(), nil
}

// trusted resolves link against from, and reports whether the credential may go
// there: to the host of BaseURL, or over https to one of Config.Hosts.
func (c *Client) trusted(from, link string) (string, bool) {
	at, err := url.Parse(from)
	if err != nil || link == "" {
		return "", false
	}
	u, err := at.Parse(link)
	if err != nil || u.User != nil {
		return "", false
	}
	u.Fragment = ""
	if home, err := url.Parse(c.cfg.BaseURL); err == nil && u.Scheme == home.Scheme && u.Host == home.Host {
		return u.String(), true
	}
	if u.Scheme != "https" || (u.Port() != "" && u.Port() != "443") {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	for _, domain := range c.cfg.Hosts {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return u.String(), true
		}
	}
	return "", false
}

// CheckURL returns an [meeting.ErrInvalid] error about field unless raw is https,
// or plain http to loopback, with no user info, query or fragment, and, unless
// withPath is set, no path.
func CheckURL(field, raw string, withPath bool) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return meeting.Invalidf(field, "it is not an absolute URL")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(raw, "?#"):
		return meeting.Invalidf(field, "user info, query and fragment don't belong there")
	case !withPath && strings.Trim(u.Path, "/") != "":
		return meeting.Invalidf(field, "it must be scheme and host only; paths are the vendor's own")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && isLoopback(u.Hostname()):
		return nil
	case u.Scheme == "http":
		return meeting.Invalidf(field, "plain http is for loopback only; use https")
	}
	return meeting.Invalidf(field, "its scheme must be https")
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// printable reports whether a header can carry value: no line end may begin another
// header.
func printable(value string) bool {
	return !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f })
}
