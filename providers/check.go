package providers

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

func contains(list []string, word string) bool { return slices.Contains(list, word) }

// isControl reports what must not stand in a name or a header: control characters
// and the marks that break or reorder a line.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}

// checkBaseURL returns scheme and host of an address that has nothing else.
func checkBaseURL(address string) (string, error) {
	u, err := parseAddress(address)
	if err != nil {
		return "", err
	}
	if u.Path != "" && u.Path != "/" {
		return "", errors.New("it must be scheme and host only, without a path")
	}
	return u.Scheme + "://" + u.Host, nil
}

// checkTokenURL returns an address that has no query.
func checkTokenURL(address string) (string, error) {
	if _, err := parseAddress(address); err != nil {
		return "", err
	}
	return address, nil
}

// parseAddress never says what the address is: it may hold a password.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, errors.New("it is not a URL")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("it must start with https://")
	case u.User != nil:
		return nil, errors.New("it must not hold a user or a password")
	case strings.ContainsAny(address, "?#"):
		return nil, errors.New("it must not have a query or a fragment")
	case !isHost(u.Hostname()) || !isPort(u):
		return nil, errors.New("its host or port is not valid")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("plain http is for loopback addresses only; use https")
	}
	return u, nil
}

func isHost(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	if strings.Contains(name, ":") {
		return net.ParseIP(name) != nil
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '-' && r != '.' && r != '_'
	})
}

func isPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.Atoi(u.Port())
	return err == nil && n > 0 && n < 1<<16
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
